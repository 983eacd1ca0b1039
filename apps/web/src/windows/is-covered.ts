/** Whether every required role has enough people who are known to be free; nothing required covers nothing. */
export const isCovered = (roles: readonly { required: number; free: number }[]): boolean =>
  roles.length > 0 && roles.every((role) => role.free >= role.required);
