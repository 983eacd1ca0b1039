import type { Actor } from './release-types';

const roleWords: Record<string, string> = {
  'release-manager': 'release manager',
  engineer: 'engineer',
  auditor: 'auditor',
  'client-admin': 'client administrator',
  'first-line': 'first line',
  'second-line': 'second line',
  business: 'business owner',
  observer: 'observer',
};

const listed = (names: string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;

/** `Asha Rao (vendor, development)`, or the role that has to name somebody. */
export function describeActor(actor: Actor): string {
  const department = actor.department ? `, ${actor.department.replaceAll('-', ' ')}` : '';
  const role = roleWords[actor.role] ?? actor.role;
  if (!actor.people.length) return `${actor.side} ${role}${department} – nobody named yet`;
  const names = actor.people.map((person) => person.name);
  return `${listed(names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names)} (${actor.side}${department || `, ${role}`})`;
}
