/** `api 2.4.0` per line → components; a line without a version is a fault with its line number. */
export function readComponents(text: string): { components: { name: string; version: string }[]; fault: string | null } {
  const components: { name: string; version: string }[] = [];
  const seen = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    const words = line
      .trim()
      .split(/[\s@=:]+/)
      .filter(Boolean);
    if (!words.length) continue;
    const version = words.at(-1) ?? '';
    const name = words.slice(0, -1).join(' ');
    if (!name) return { components, fault: `Line ${index + 1} needs a name and a version, for example “api 2.4.0”.` };
    if (seen.has(name)) return { components, fault: `Line ${index + 1} names ${name} a second time.` };
    seen.add(name);
    components.push({ name, version });
  }
  return { components, fault: components.length ? null : 'Name at least one component with its version.' };
}
