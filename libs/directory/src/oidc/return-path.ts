/** A path of this site to go back to after signing in; anything that could lead elsewhere becomes the start page. */
export function returnPath(wanted: string | undefined): string {
  return wanted !== undefined && wanted.length <= 1_000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) && !wanted.includes('\\')
    ? wanted
    : '/';
}
