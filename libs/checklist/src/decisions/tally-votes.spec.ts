import fc from 'fast-check';
import { type CastVote, refuseVote, tallyVotes } from './tally-votes';

const vote = (side: 'client' | 'vendor', cast: CastVote['vote'], role: CastVote['role'] = 'release-manager'): CastVote => ({
  personId: `${side}-${role}-${cast}`,
  side,
  role,
  vote: cast,
});

describe('tallying votes', () => {
  it('waits for a release manager of each side', () => {
    expect(tallyVotes([])).toEqual({ complete: false, outcome: null, waitingFor: ['client', 'vendor'] });
    expect(tallyVotes([vote('client', 'go'), vote('vendor', 'go', 'business')])).toEqual({
      complete: false,
      outcome: null,
      waitingFor: ['vendor'],
    });
  });

  it('takes the most cautious vote, business included', () => {
    const both = [vote('client', 'go'), vote('vendor', 'go')];
    expect(tallyVotes(both)).toEqual({ complete: true, outcome: 'go', waitingFor: [] });
    expect(tallyVotes([...both, vote('client', 'go-with-conditions', 'business')]).outcome).toBe('go-with-conditions');
    expect(tallyVotes([vote('client', 'no-go'), vote('vendor', 'go-with-conditions')]).outcome).toBe('no-go');
  });

  it('is go only when everybody said go, in whatever order', () => {
    const anyVote = fc.record({
      personId: fc.uuid(),
      side: fc.constantFrom('client' as const, 'vendor' as const),
      role: fc.constantFrom('release-manager' as const, 'business' as const),
      vote: fc.constantFrom('go' as const, 'go-with-conditions' as const, 'no-go' as const),
    });
    fc.assert(
      fc.property(fc.array(anyVote, { maxLength: 6 }), (votes) => {
        const tally = tallyVotes(votes);
        expect(tallyVotes([...votes].reverse())).toEqual(tally);
        if (tally.complete) expect(tally.outcome === 'go').toBe(votes.every((one) => one.vote === 'go'));
        else expect(tally.outcome).toBeNull();
      }),
    );
  });
});

describe('a vote on a snapshot', () => {
  const open = { ready: false, blockers: [{ itemKey: 'user-manual', state: 'no-data' }] };
  const failing = { ready: false, blockers: [...open.blockers, { itemKey: 'moment-chosen', state: 'fail' }] };

  it('may be go only on a ready release', () => {
    expect(refuseVote('go', { ready: true, blockers: [] })).toBeNull();
    expect(refuseVote('go', open)).toMatchObject({ code: 'not-ready', blockers: ['user-manual'] });
  });

  it('may put conditions on open items, never on failing ones', () => {
    expect(refuseVote('go-with-conditions', open)).toBeNull();
    expect(refuseVote('go-with-conditions', failing)).toMatchObject({ code: 'failing-items', blockers: ['moment-chosen'] });
  });

  it('may always be no-go', () => {
    expect(refuseVote('no-go', failing)).toBeNull();
  });
});
