import fc from 'fast-check';
import { GroupCommit } from './group-commit';

/** Commits only when told to, so that a spec sees which items went together. */
function manual(groupsAtOnce = 1, limits = { maxItems: 3, maxBytes: 100 }) {
  const groups: { items: readonly string[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const gather = new GroupCommit<string, string>(
    (items) =>
      new Promise((resolve, reject) =>
        groups.push({
          items,
          finish: () => resolve(items.map((item) => (item === 'bad' ? new Error('refused') : `${item}!`))),
          fail: reject,
        }),
      ),
    limits,
    groupsAtOnce,
  );
  return { gather, groups };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('GroupCommit', () => {
  it('sends a lone item at once, and what arrives meanwhile together', async () => {
    const { gather, groups } = manual();
    const results = ['a', 'b', 'c', 'd', 'e'].map((item) => gather.add(item, 1));
    expect(groups.map((group) => group.items)).toEqual([['a']]);
    groups[0]?.finish();
    await turn();
    groups[1]?.finish();
    await turn();
    groups[2]?.finish();
    expect(await Promise.all(results)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
    expect(groups.map((group) => group.items)).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  });
  it('keeps groups below the bytes, though an item alone may be larger', async () => {
    const { gather, groups } = manual();
    const results = [1, 60, 60, 500].map((bytes, index) => gather.add(String(index), bytes));
    for (let group = 0; group < 4; group += 1) {
      groups[group]?.finish();
      await turn();
    }
    await Promise.all(results);
    expect(groups.map((group) => group.items)).toEqual([['0'], ['1'], ['2'], ['3']]);
  });
  it('fails one item alone, and all of a group whose commit fails', async () => {
    const { gather, groups } = manual();
    const first = gather.add('bad', 1);
    const others = [gather.add('a', 1), gather.add('b', 1)];
    groups[0]?.finish();
    await expect(first).rejects.toThrow('refused');
    await turn();
    groups[1]?.fail(new Error('away'));
    expect((await Promise.allSettled(others)).map((result) => result.status)).toEqual(['rejected', 'rejected']);
    const after = gather.add('c', 1);
    groups[2]?.finish();
    expect(await after).toBe('c!');
  });
  it('gives every item its own result, however they arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), async (pauses, groupsAtOnce) => {
        const gather = new GroupCommit<number, number>(
          async (items) => {
            await turn();
            return items.map((item) => item * 2);
          },
          { maxItems: 5, maxBytes: 1000 },
          groupsAtOnce,
        );
        const results = [];
        for (const [index, pause] of pauses.entries()) {
          results.push(gather.add(index, 1));
          for (let count = 0; count < pause; count += 1) await turn();
        }
        expect(await Promise.all(results)).toEqual(pauses.map((_, index) => index * 2));
      }),
      { numRuns: 30 },
    );
  });
});
