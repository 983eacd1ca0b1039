/** The newest verdict of each KPI, the worst first. */
export function latestVerdicts<
  One extends { kpiKey: string; kpiName: string; judgedAt: string; verdict: 'pass' | 'warn' | 'fail' | 'inconclusive' },
>(verdicts: readonly One[]): One[] {
  const newest = new Map<string, One>();
  for (const verdict of verdicts) {
    const known = newest.get(verdict.kpiKey);
    if (!known || known.judgedAt < verdict.judgedAt) newest.set(verdict.kpiKey, verdict);
  }
  const rank = { fail: 0, warn: 1, inconclusive: 2, pass: 3 };
  return [...newest.values()].sort((a, b) => rank[a.verdict] - rank[b.verdict] || a.kpiName.localeCompare(b.kpiName));
}
