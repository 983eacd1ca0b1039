import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { useServiceQuery } from '../api/use-service-query';
import type { ReleaseSummary } from '../releases/release-types';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import { formatChange, formatValue } from './format-value';
import type { ReleaseVerdicts, Verdict } from './kpi-types';
import { latestVerdicts } from './latest-verdicts';
import classes from './verdicts-panel.module.css';

const words = {
  pass: { label: 'Pass', tone: 'ok', icon: 'check' },
  warn: { label: 'Warning', tone: 'wait', icon: 'alert' },
  fail: { label: 'Fail', tone: 'bad', icon: 'cross' },
  inconclusive: { label: 'Inconclusive', tone: 'idle', icon: 'circle' },
} as const;
const stages: Record<string, string> = { PT24H: 'after 24 hours', PT72H: 'after 3 days', P7D: 'after 7 days', now: 'so far' };

function VerdictRow({ verdict }: { verdict: Verdict }) {
  const { label, tone, icon } = words[verdict.verdict];
  return (
    <li className={classes.verdict}>
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
      <div className={classes.words}>
        <strong>{verdict.kpiName}</strong> <span className={classes.soft}>{stages[verdict.stage] ?? verdict.stage}</span>
        <div className={classes.soft}>{verdict.reason}</div>
      </div>
      <div className={classes.numbers}>
        <span>
          {formatValue(verdict.before)} → <b>{formatValue(verdict.after, verdict.unit)}</b>
        </span>
        <span className={classes.soft}>
          {formatChange(verdict.changePercent)}
          {verdict.interval
            ? `; worse by ${formatChange(verdict.interval.lowPercent)} to ${formatChange(verdict.interval.highPercent)} at 95 %`
            : ''}
        </span>
      </div>
    </li>
  );
}

/** Before against after of a release, KPI by KPI. */
export function VerdictsPanel({ releases }: { releases: ReleaseSummary[] }) {
  const { can } = useMembership();
  const sorted = [...releases].sort((a, b) => (b.liveAt ?? '').localeCompare(a.liveAt ?? ''));
  const [chosen, setChosen] = useState<string | null>(null);
  const release = sorted.find((one) => one.releaseId === chosen) ?? sorted[0];
  const path = `/api/kpi/v1/releases/${release?.releaseId ?? ''}/verdicts`;
  const verdicts = useServiceQuery<ReleaseVerdicts>(path, { enabled: release !== undefined });
  const judge = useServiceMutation({
    request: () => ({ method: 'POST', path }),
    success: 'Judged on what is measured so far.',
    changes: ['kpi', 'checklist'],
  });
  if (!release) return null;
  return (
    <Panel
      title="Did it go well?"
      note={
        release.liveAt ? (
          <>
            {release.name}, live since <Instant at={release.liveAt} relative />
          </>
        ) : undefined
      }
      actions={
        <span className={classes.actions}>
          {sorted.length > 1 ? (
            <Select
              size="xs"
              aria-label="Release"
              data={sorted.map((one) => ({ value: one.releaseId, label: one.name }))}
              value={release.releaseId}
              onChange={setChosen}
              allowDeselect={false}
            />
          ) : null}
          {can('verdict:judge') ? (
            <Button size="compact-sm" variant="default" loading={judge.isPending} onClick={() => judge.mutate()}>
              Judge now
            </Button>
          ) : null}
        </span>
      }
    >
      <QueryView query={verdicts} rows={2}>
        {(data) => {
          const shown = latestVerdicts(data.items);
          const next = data.judgements.find((one) => one.state === 'waiting');
          return (
            <>
              {shown.length ? (
                <ul className={classes.list}>
                  {shown.map((verdict) => (
                    <VerdictRow key={verdict.verdictId} verdict={verdict} />
                  ))}
                </ul>
              ) : (
                <p className={classes.soft}>Not judged yet.</p>
              )}
              {next ? (
                <p className={classes.soft}>
                  {shown.length ? 'Judged again' : 'To be judged'} {stages[next.stage] ?? next.stage}, <Instant at={next.dueAt} relative />.
                </p>
              ) : null}
            </>
          );
        }}
      </QueryView>
    </Panel>
  );
}
