import { adviseOnSurge, adviseOnVerdict } from './advise';

const verdict = { kpiKey: 'orders', verdict: 'fail' as const, reason: 'fell by 12 %', before: 41, after: 36 };
const surge = { windowMinutes: 60, tickets: 6, limit: 5, urgent: 0, reason: 'the limit is 5' };

describe('advice', () => {
  it('rolls a live release back for a failed KPI, holds one that is not live', () => {
    expect(adviseOnVerdict(verdict, true)).toEqual({
      advice: 'roll-back',
      signal: 'kpi:orders',
      reason: 'KPI orders failed: fell by 12 %',
      numbers: { before: 41, after: 36 },
    });
    expect(adviseOnVerdict(verdict, false)?.advice).toBe('hold');
    expect(adviseOnVerdict({ ...verdict, before: null, after: null }, true)?.numbers).toEqual({});
  });

  it('says nothing for any other verdict', () => {
    for (const other of ['pass', 'warn', 'inconclusive'] as const) expect(adviseOnVerdict({ ...verdict, verdict: other }, true)).toBeNull();
  });

  it('holds for a surge, rolls back for a grave one on a live release', () => {
    expect(adviseOnSurge(surge, true)).toMatchObject({ advice: 'hold', numbers: { tickets: 6, limit: 5, urgent: 0, windowMinutes: 60 } });
    expect(adviseOnSurge({ ...surge, urgent: 1 }, true).advice).toBe('roll-back');
    expect(adviseOnSurge({ ...surge, tickets: 10 }, true).advice).toBe('roll-back');
    expect(adviseOnSurge({ ...surge, tickets: 10 }, false).advice).toBe('hold');
  });
});
