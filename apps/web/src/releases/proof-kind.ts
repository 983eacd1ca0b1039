/** A kind for the form from the recipe's words: `restore-drill with measured duration` → `restore-drill`; `manual` where nothing fits. */
export function proofKind(proof: readonly string[]): string {
  const words = proof.flatMap((text) => /^([a-z]+(?:-[a-z]+)+)\b/.exec(text)?.[1] ?? []);
  return words[0] ?? 'manual';
}
