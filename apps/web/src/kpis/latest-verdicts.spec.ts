import { latestVerdicts } from './latest-verdicts';

const verdict = (kpiKey: string, judgedAt: string, outcome: 'pass' | 'warn' | 'fail' | 'inconclusive') => ({
  kpiKey,
  kpiName: kpiKey,
  judgedAt,
  verdict: outcome,
});

it('keeps the newest of each KPI, the worst first', () => {
  const list = latestVerdicts([
    verdict('a', '2026-03-01', 'fail'),
    verdict('a', '2026-03-02', 'pass'),
    verdict('b', '2026-03-01', 'inconclusive'),
    verdict('c', '2026-03-01', 'fail'),
  ]);
  expect(list.map((one) => `${one.kpiKey} ${one.verdict}`)).toEqual(['c fail', 'b inconclusive', 'a pass']);
});
