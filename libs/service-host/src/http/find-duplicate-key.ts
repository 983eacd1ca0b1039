interface Level {
  /** Undefined in an array. */
  keys: Set<string> | undefined;
  at: string | number;
}

/** The path of the first key that comes twice in one object. @param text valid JSON */
export function findDuplicateKey(text: string): string | undefined {
  const levels: Level[] = [];
  let expectKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const level = levels.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      if (expectKey && level?.keys) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        level.at = key;
        if (level.keys.has(key)) return pathOf(levels);
        level.keys.add(key);
        expectKey = false;
      }
      at = end;
    } else if (character === '{') {
      levels.push({ keys: new Set(), at: '' });
      expectKey = true;
    } else if (character === '[') {
      levels.push({ keys: undefined, at: 0 });
      expectKey = false;
    } else if (character === '}' || character === ']') {
      levels.pop();
      expectKey = false;
    } else if (character === ',' && level) {
      if (level.keys) expectKey = true;
      else level.at = Number(level.at) + 1;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function pathOf(levels: Level[]): string {
  return levels.reduce((path, { at }) => (typeof at === 'number' ? `${path}[${at}]` : path === '' ? at : `${path}.${at}`), '');
}
