import type { Role, Side } from '@slipway/access';
import type { Colleague } from '../readiness/readiness-facts';
import type { Person } from '../schema-parts';

export interface KnownMember {
  readonly personId: string;
  readonly name: string;
  readonly side: Side;
  readonly department: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
}

/** The members of an engagement, past ones included, by id. */
export class People {
  private readonly byId: ReadonlyMap<string, KnownMember>;

  constructor(members: readonly KnownMember[]) {
    this.byId = new Map(members.map((member) => [member.personId, member]));
  }

  find(personId: string): KnownMember | null {
    return this.byId.get(personId) ?? null;
  }

  /** A person as shown; `at` is the place held when it mattered, where that was written down. */
  person(personId: string, at?: { side: Side; department: string }): Person {
    const member = this.byId.get(personId);
    return {
      personId,
      name: member?.name ?? 'unknown person',
      side: at?.side ?? member?.side ?? 'vendor',
      department: at?.department ?? member?.department ?? 'unknown',
    };
  }

  personOrNull(personId: string | null): Person | null {
    return personId === null ? null : this.person(personId);
  }

  get colleagues(): Colleague[] {
    return [...this.byId.values()].filter((member) => member.active);
  }
}
