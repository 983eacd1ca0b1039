import type { DateTime } from 'luxon';
import { assessItem, type AssessedItem } from './assess-item';
import { explainBlocker } from './explain-blocker';
import type { ReadinessFacts } from './readiness-facts';
import type { Blocker } from './readiness-schemas';

export interface Assessment {
  readonly atMs: number;
  readonly ready: boolean;
  readonly done: number;
  /** Items that apply. */
  readonly total: number;
  readonly items: readonly AssessedItem[];
  readonly notApplicable: readonly AssessedItem[];
  readonly blockers: readonly Blocker[];
  readonly changesAtMs: number | null;
}

const groupByItem = <Fact extends { itemKey: string }>(facts: readonly Fact[]): ((key: string) => readonly Fact[]) => {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.itemKey);
    if (group) group.push(fact);
    else groups.set(fact.itemKey, [fact]);
  }
  return (key) => groups.get(key) ?? [];
};

/**
 * Whether a release is ready at an instant, computed from proof, sign-offs and waivers alone; who must act where it is not.
 * Ready means that every item that applies passes or has a living waiver. A release without a single applicable item is not ready.
 */
export function assessReadiness(facts: ReadinessFacts, at: DateTime): Assessment {
  const atMs = at.toMillis();
  const evidence = groupByItem(facts.evidence);
  const signOffs = groupByItem(facts.signOffs);
  const waivers = groupByItem(facts.waivers);
  const tasks = groupByItem(facts.tasks);
  const assessed = facts.items.map((item) =>
    assessItem({
      item,
      evidence: evidence(item.key),
      signOffs: signOffs(item.key),
      waivers: waivers(item.key),
      tasks: tasks(item.key),
      scope: facts.scope,
      atMs,
    }),
  );
  const items = assessed.filter((one) => one.item.applies);
  const blocking = items.filter((one) => !one.done);
  const changes = items.map((one) => one.changesAtMs).filter((one) => one !== null);
  return {
    atMs,
    ready: items.length > 0 && blocking.length === 0,
    done: items.length - blocking.length,
    total: items.length,
    items,
    notApplicable: assessed.filter((one) => !one.item.applies),
    blockers: blocking.map((one) => explainBlocker(one, facts)),
    changesAtMs: changes.length === 0 ? null : Math.min(...changes),
  };
}
