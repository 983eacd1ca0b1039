export interface Shortcut {
  /** One key (`a`, `?`, `/`) or a sequence of two (`g r`). */
  keys: string;
  label: string;
  /** Heading in the help. */
  group: string;
  run: () => void;
}

/** Finds the shortcut that a key press completes; `pending` is the first key of a sequence, or null. */
export function matchShortcut(
  shortcuts: readonly Shortcut[],
  pending: string | null,
  key: string,
): { run: Shortcut | null; pending: string | null } {
  const typed = pending ? `${pending} ${key}` : key;
  // the one registered last is the most specific: a dialog's over its page's
  const found = shortcuts.findLast((shortcut) => shortcut.keys === typed);
  if (found) return { run: found, pending: null };
  if (shortcuts.some((shortcut) => shortcut.keys.startsWith(`${typed} `))) return { run: null, pending: typed };
  return pending ? matchShortcut(shortcuts, null, key) : { run: null, pending: null };
}

const editable = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

/** Single keys must not fire while somebody types or uses a modifier. */
export const isTyping = (target: { tagName?: string; isContentEditable?: boolean } | null): boolean =>
  !!target && (editable.has(target.tagName ?? '') || target.isContentEditable === true);
