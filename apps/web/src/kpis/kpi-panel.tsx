import { Button } from '@mantine/core';
import { useServiceMutation } from '../api/use-service-mutation';
import type { ReleaseSummary } from '../releases/release-types';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { Panel } from '../shell/panel';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import { describeFormula } from './describe-formula';
import { formatChange, formatValue } from './format-value';
import { KpiChart } from './kpi-chart';
import classes from './kpi-panel.module.css';
import type { Definition, Kpi, TrackedKpi } from './kpi-types';

function Signatures({ definition }: { definition: Definition }) {
  const { can, me } = useMembership();
  const sign = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: `/api/kpi/v1/kpis/${definition.key}/versions/${definition.version}/signatures`,
      revision: definition.revision,
    }),
    success: 'Signed.',
    changes: ['kpi', 'checklist'],
  });
  const { membership } = useMembership();
  const mayBy =
    can('kpi:sign') &&
    definition.status === 'proposed' &&
    definition.missingSides.includes(membership.side) &&
    !definition.signatures.some((one) => one.personId === me.personId);
  return (
    <div className={classes.signatures}>
      {(['client', 'vendor'] as const).map((side) => {
        const signed = definition.signatures.find((one) => one.side === side);
        return (
          <span key={side} className={classes.signature}>
            <SideBadge side={side} />
            {signed ? (
              <span>
                signed by {signed.name}, <Instant at={signed.signedAt} />
              </span>
            ) : (
              <Badge tone="wait" icon="clock">
                has not signed
              </Badge>
            )}
          </span>
        );
      })}
      {mayBy ? (
        <Button size="compact-sm" loading={sign.isPending} onClick={() => sign.mutate()}>
          Sign for the {membership.side}
        </Button>
      ) : null}
    </div>
  );
}

function Tracked({ tracked, unit }: { tracked: TrackedKpi | undefined; unit: string }) {
  if (!tracked) return null;
  return (
    <div className={classes.tracked}>
      <span className={classes.value}>{formatValue(tracked.last24h, unit)}</span>
      <span className={classes.soft}>
        in the last 24 h{tracked.changePercent === null ? '' : `, ${formatChange(tracked.changePercent)} against the day before`}
      </span>
      {tracked.fresh ? null : (
        <Badge tone="bad" icon="alert">
          {tracked.lastMeasuredAt ? 'No fresh measurement' : 'Never measured'}
        </Badge>
      )}
    </div>
  );
}

/** One KPI: its numbers over time with releases marked, its definition, and who signed it. */
export function KpiPanel({
  kpi,
  tracked,
  range,
  grouped,
  releases,
}: {
  kpi: Kpi;
  tracked: TrackedKpi | undefined;
  range: string;
  grouped: boolean;
  releases: ReleaseSummary[];
}) {
  const definition = kpi.agreed ?? kpi.proposed;
  if (!definition) return null;
  return (
    <Panel
      title={definition.name}
      actions={
        kpi.agreed ? (
          <Badge tone="ok" icon="check">
            Agreed, version {kpi.agreed.version}
          </Badge>
        ) : (
          <Badge tone="wait" icon="clock">
            Proposed
          </Badge>
        )
      }
    >
      <Tracked tracked={tracked} unit={definition.unit} />
      <KpiChart definition={definition} range={range} grouped={grouped} releases={releases} />
      <details className={classes.definition} open={!kpi.agreed}>
        <summary>Definition and signatures</summary>
        <p>
          {definition.description ? `${definition.description} ` : ''}
          {describeFormula(definition.formula)}, in {definition.unit}.{' '}
          {definition.direction === 'higher' ? 'Higher is better.' : 'Lower is better.'} A release warns when it gets worse by{' '}
          {definition.guardrails.warnPercent} % and fails at {definition.guardrails.failPercent} %, from{' '}
          {definition.minimumSample.toLocaleString('en-GB')} measurements on.
          {definition.dimensions.length ? ` Cut by ${definition.dimensions.join(', ')}.` : ''}
        </p>
        <Signatures definition={definition} />
      </details>
      {kpi.agreed && kpi.proposed ? (
        <div className={classes.proposal}>
          <strong>Version {kpi.proposed.version} is proposed:</strong> {describeFormula(kpi.proposed.formula)}
          <Signatures definition={kpi.proposed} />
        </div>
      ) : null}
    </Panel>
  );
}
