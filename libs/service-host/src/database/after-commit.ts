import { type EntityManager, type EntitySubscriberInterface, EventSubscriber, type QueryRunner } from 'typeorm';

const waiting = new WeakMap<QueryRunner, (() => void)[]>();

/** Runs something when the transaction has committed, never when it rolled back. It must not throw. */
export function afterCommit(tx: EntityManager, work: () => void): void {
  const runner = tx.queryRunner;
  if (!runner) throw new Error('afterCommit needs a transaction');
  waiting.set(runner, [...(waiting.get(runner) ?? []), work]);
}

/** TypeORM's side of {@link afterCommit}; without its decorator TypeORM would ignore it. */
@EventSubscriber()
export class CommitSubscriber implements EntitySubscriberInterface {
  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (queryRunner.isTransactionActive) return;
    const due = waiting.get(queryRunner) ?? [];
    waiting.delete(queryRunner);
    for (const work of due) work();
  }

  afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (!queryRunner.isTransactionActive) waiting.delete(queryRunner);
  }
}
