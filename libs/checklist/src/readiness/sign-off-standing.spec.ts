import fc from 'fast-check';
import { approval, days, noonMs, proof } from '../testing/readiness-scenarios';
import type { EvidenceFact } from './readiness-facts';
import { signOffStanding } from './sign-off-standing';

const other = 'b'.repeat(64);
const stands = (evidence: EvidenceFact[], change: Partial<Parameters<typeof signOffStanding>[0]> = {}) =>
  signOffStanding({ signOff: approval(), itemVersion: 1, scope: 'scope', freshDays: null, evidence, atMs: noonMs, ...change });

describe('an approval', () => {
  it('stands on the proof that was signed, also after newer proof of the same outcome', () => {
    expect(stands([proof()])).toEqual({ stands: true });
    expect(stands([proof(), proof({ hash: other, measuredAtMs: noonMs })])).toEqual({ stands: true });
    expect(stands([proof(), proof({ hash: other, kind: 'manual' })])).toEqual({ stands: true });
  });

  it('ends with the first different outcome, and stays ended when the outcome turns back', () => {
    const failed = proof({ hash: other, outcome: 'fail', measuredAtMs: days(-0.5) });
    const passed = proof({ hash: 'c'.repeat(64), measuredAtMs: days(-0.1) });
    expect(stands([proof(), failed])).toEqual({ stands: false, because: 'outcome-changed' });
    expect(stands([proof(), failed, passed])).toEqual({ stands: false, because: 'outcome-changed' });
  });

  it('does not care about an older measurement that arrives late', () => {
    expect(stands([proof(), proof({ hash: other, outcome: 'fail', measuredAtMs: days(-5), receivedAtMs: noonMs })])).toEqual({
      stands: true,
    });
  });

  it('ends when another kind of proof says something else', () => {
    expect(stands([proof(), proof({ hash: other, kind: 'manual', outcome: 'warn' })])).toEqual({
      stands: false,
      because: 'outcome-changed',
    });
  });

  it('ends when signed proof is gone, with another item version and with other component versions', () => {
    expect(stands([proof({ hash: other })])).toEqual({ stands: false, because: 'proof-gone' });
    expect(stands([proof()], { signOff: approval({ evidenceHashes: ['a'.repeat(64), other] }) })).toEqual({
      stands: false,
      because: 'proof-gone',
    });
    expect(stands([proof()], { itemVersion: 2 })).toEqual({ stands: false, because: 'other-version' });
    expect(stands([proof()], { scope: 'other' })).toEqual({ stands: false, because: 'other-scope' });
    expect(stands([proof()], { signOff: approval({ decision: 'rework' }) })).toEqual({ stands: false, because: 'sent-back' });
  });

  it('lapses at the instant at which proof goes stale, and a renewal at that very instant is too late', () => {
    expect(stands([proof()], { freshDays: 1 })).toEqual({ stands: false, because: 'proof-lapsed' });
    expect(stands([proof()], { freshDays: 1, atMs: noonMs - 1 })).toEqual({ stands: true });
    expect(stands([proof(), proof({ hash: other, measuredAtMs: noonMs })], { freshDays: 1 })).toEqual({
      stands: false,
      because: 'proof-lapsed',
    });
    expect(stands([proof(), proof({ hash: other, measuredAtMs: noonMs - 1 })], { freshDays: 1 })).toEqual({ stands: true });
  });

  it('never stands after any newer proof with another outcome, whatever else there is', () => {
    const newer = fc.array(
      fc.record({
        hash: fc.integer({ min: 1, max: 1_000_000 }).map((value) => value.toString(16).padStart(64, '0')),
        outcome: fc.constantFrom('pass' as const, 'warn' as const, 'unknown' as const),
        measuredAtMs: fc.integer({ min: -1_000, max: 1_000 }).map((offset) => noonMs + offset),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(newer, fc.nat({ max: 5 }), (more, place) => {
        const evidence = [proof(), ...more.map((one) => proof(one))];
        evidence.splice(place, 0, proof({ hash: other, outcome: 'fail', measuredAtMs: days(-0.9) }));
        expect(stands(evidence).stands).toBe(false);
      }),
    );
  });
});
