import { Button, FileInput, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { countOf } from '../shell/count-of';
import { DataTable } from '../shell/data-table';
import { EmptyPanel } from '../shell/empty-panel';
import { Panel } from '../shell/panel';
import { ProblemAlert } from '../shell/problem-alert';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import classes from './parts.module.css';

interface FeatureLoad {
  feature: string;
  name: string;
  weight: number;
  source: 'measured' | 'imported' | 'none';
  state: 'known' | 'thin' | 'unknown';
  confidence: number;
  historyDays: number;
  lastHourAt: string | null;
}

interface ImportReport {
  rows: number;
  accepted: number;
  refused: number;
  refusedRows: { row: number; reason: string; text: string }[];
  hours: number;
  missingHours: number;
  zone: string;
  notes: string[];
}

const words = {
  known: { label: 'Known', tone: 'ok', icon: 'check' },
  thin: { label: 'Thin', tone: 'wait', icon: 'alert' },
  unknown: { label: 'Unknown', tone: 'bad', icon: 'circle' },
} as const;

function LoadImport({ features }: { features: FeatureLoad[] }) {
  const [feature, setFeature] = useState<string | null>(features[0]?.feature ?? null);
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const run = useServiceMutation<string, ImportReport>({
    request: (content) => ({
      method: 'POST',
      path: `/api/scheduler/v1/features/${encodeURIComponent(feature ?? '')}/load-imports`,
      raw: { type: 'text/csv', content },
    }),
    success: (answer) => `${countOf(answer.hours, 'hour')} of load written.`,
    changes: ['scheduler'],
    quiet: true,
    onSuccess: setReport,
  });
  return (
    <Panel
      title="Import past load"
      note="A CSV with a timestamp and a value a line. Delimiter, zone and columns are recognised, and reported."
    >
      <Group align="flex-end" gap={10}>
        <Select
          label="Feature"
          data={features.map((one) => ({ value: one.feature, label: one.name }))}
          value={feature}
          onChange={setFeature}
          allowDeselect={false}
        />
        <FileInput
          label="CSV file"
          placeholder="Choose a file"
          accept=".csv,text/csv"
          value={file}
          onChange={setFile}
          clearable
          style={{ flex: '1 1 220px' }}
        />
        <Button
          disabled={!file || !feature}
          loading={run.isPending}
          onClick={() => void file?.text().then((content) => run.mutate(content))}
        >
          Import
        </Button>
      </Group>
      {run.error ? <ProblemAlert error={run.error} /> : null}
      {report ? (
        <div role="status">
          <p>
            {countOf(report.accepted, 'row')} of {report.rows} taken, {report.refused} refused, {countOf(report.missingHours, 'hour')}{' '}
            missing in between; times read in {report.zone}.
          </p>
          <ul>
            {report.refusedRows.slice(0, 10).map((row) => (
              <li key={row.row}>
                Row {row.row}: {row.reason} <code>{row.text}</code>
              </li>
            ))}
            {report.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </Panel>
  );
}

/** What is known of the load of each feature. */
export function LoadPart() {
  const { can } = useMembership();
  const features = useServiceQuery<Page<FeatureLoad>>('/api/scheduler/v1/features', { query: { limit: 200 } });
  return (
    <>
      <Panel title="Load of the features" note="Windows are ranked by the expected load; unknown load is not quiet." flush>
        <QueryView query={features}>
          {(page) =>
            page.items.length ? (
              <DataTable
                caption="Load of the features"
                rows={page.items}
                keyOf={(one) => one.feature}
                columns={[
                  { title: 'Feature', main: true, cell: (one) => one.name },
                  {
                    title: 'Load',
                    cell: (one) => (
                      <Badge tone={words[one.state].tone} icon={words[one.state].icon}>
                        {words[one.state].label}
                      </Badge>
                    ),
                  },
                  { title: 'Source', cell: (one) => one.source },
                  { title: 'History', cell: (one) => countOf(Math.floor(one.historyDays), 'day') },
                  { title: 'Confidence', cell: (one) => `${Math.round(one.confidence * 100)} %` },
                  {
                    title: 'Last hour',
                    cell: (one) => (one.lastHourAt ? <Instant at={one.lastHourAt} relative /> : <span className={classes.soft}>none</span>),
                  },
                ]}
              />
            ) : (
              <EmptyPanel icon="kpis" title="The solution has no features yet" />
            )
          }
        </QueryView>
      </Panel>
      {can('load:import') && features.data?.items.length ? <LoadImport features={features.data.items} /> : null}
    </>
  );
}
