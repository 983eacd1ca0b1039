export interface GroupLimits {
  readonly maxItems: number;
  readonly maxBytes: number;
}
interface Waiting<Item, Result> {
  readonly item: Item;
  readonly bytes: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets items that arrive while a group is being committed form the next group, so that one transaction serves many requests.
 * Nobody waits for others to come: an item that arrives alone goes alone. What `commit` answers for an item may be an Error.
 */
export class GroupCommit<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private running = 0;

  /**
   * @param commit gives one result, or the error of that item, for each item in order; when it throws, every item of the group has failed
   * @param groupsAtOnce how many groups may be committed at the same time
   */
  constructor(
    private readonly commit: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
    private readonly limits: GroupLimits,
    private readonly groupsAtOnce: number,
  ) {}

  add(item: Item, bytes: number): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, bytes, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.running >= this.groupsAtOnce || this.waiting.length === 0) return;
    this.running += 1;
    const group = this.waiting.splice(0, this.groupSize());
    void this.settle(group).finally(() => {
      this.running -= 1;
      this.next();
    });
  }

  private groupSize(): number {
    let bytes = 0;
    for (const [index, { bytes: own }] of this.waiting.entries()) {
      bytes += own;
      if (index >= this.limits.maxItems || (index > 0 && bytes > this.limits.maxBytes)) return index;
    }
    return this.waiting.length;
  }

  private async settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.commit(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined || result instanceof Error) reject(result ?? new Error('the group gave no result for an item'));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
