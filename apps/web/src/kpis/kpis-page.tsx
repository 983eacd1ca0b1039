import { Button, SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import { type Page, useServiceQuery } from '../api/use-service-query';
import type { ReleaseSummary } from '../releases/release-types';
import { useMembership } from '../session/session-context';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { PageFrame } from '../shell/page-frame';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { ranges } from './chart-range';
import { KpiPanel } from './kpi-panel';
import type { Kpi, Tracking } from './kpi-types';
import classes from './kpis-page.module.css';
import { ProposeForm } from './propose-form';
import { VerdictsPanel } from './verdicts-panel';

/** The KPIs that both sides agreed on, as they are measured, and what releases did to them. */
export function KpisPage() {
  const { can } = useMembership();
  const [range, setRange] = useState<string>('month');
  const [grouped, setGrouped] = useState(false);
  const [proposing, setProposing] = useState(false);
  const kpis = useServiceQuery<Page<Kpi>>('/api/kpi/v1/kpis', { query: { limit: 100 } });
  const tracking = useServiceQuery<Tracking>('/api/kpi/v1/tracking', { refetchInterval: 60_000 });
  const releases = useServiceQuery<Page<ReleaseSummary>>('/api/checklist/v1/releases', { query: { limit: 100 } });
  const live = (releases.data?.items ?? []).filter((release) => release.liveAt !== null);
  const propose = can('kpi:propose') ? (
    <Button leftSection={<Icon name="plus" />} onClick={() => setProposing(true)}>
      Propose a KPI
    </Button>
  ) : undefined;
  return (
    <PageFrame title="KPIs" lead="What both sides agreed to watch, and how releases changed it." actions={propose}>
      <VerdictsPanel releases={live} />
      <div className={classes.bar}>
        <SegmentedControl
          data={ranges.map(({ value, label }) => ({ value, label }))}
          value={range}
          onChange={setRange}
          aria-label="Time range of the charts"
        />
        <Switch label="Cut by first dimension" checked={grouped} onChange={(event) => setGrouped(event.currentTarget.checked)} />
      </div>
      <QueryView query={kpis} framed rows={5} height={140}>
        {(page) =>
          page.items.length ? (
            <div className={classes.grid}>
              {page.items.map((kpi) => (
                <KpiPanel
                  key={kpi.key}
                  kpi={kpi}
                  tracked={tracking.data?.kpis.find((one) => one.key === kpi.key)}
                  range={range}
                  grouped={grouped}
                  releases={live}
                />
              ))}
            </div>
          ) : (
            <Panel>
              <EmptyPanel icon="kpis" title="No KPI is agreed yet" action={propose}>
                A KPI is a formula over measurements with guardrails. When both sides have signed it, every release is judged by it before
                against after.
              </EmptyPanel>
            </Panel>
          )
        }
      </QueryView>
      {proposing ? <ProposeForm onClose={() => setProposing(false)} /> : null}
    </PageFrame>
  );
}
