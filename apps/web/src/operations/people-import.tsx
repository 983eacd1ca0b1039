import { Button, FileInput, Group } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { DataTable } from '../shell/data-table';
import { ProblemAlert } from '../shell/problem-alert';
import classes from './parts.module.css';

interface ImportRow {
  row: number;
  email: string | null;
  outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  warnings: string[];
  problems: { field: string; detail: string; remedy: string }[];
}

interface ImportReport {
  mode: 'apply' | 'check';
  totals: { created: number; updated: number; unchanged: number; refused: number };
  rows: ImportRow[];
}

const words = {
  created: { label: 'New', tone: 'ok', icon: 'plus' },
  updated: { label: 'Changed', tone: 'info', icon: 'check' },
  unchanged: { label: 'Same', tone: 'idle', icon: 'circle' },
  refused: { label: 'Refused', tone: 'bad', icon: 'cross' },
} as const;

/** Checks a file row by row before anything is written. */
export function PeopleImport() {
  const { membership } = useMembership();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const run = useServiceMutation<{ mode: 'check' | 'apply'; content: string }, ImportReport>({
    request: ({ mode, content }) => ({
      method: 'POST',
      path: `/api/directory/v1/engagements/${membership.engagementId}/people-imports`,
      query: { mode },
      raw: { type: 'text/csv', content },
    }),
    success: (answer) =>
      answer.mode === 'apply'
        ? `Imported: ${answer.totals.created} new, ${answer.totals.updated} changed, ${answer.totals.refused} refused.`
        : 'Checked; nothing is written yet.',
    changes: ['directory'],
    quiet: true,
    onSuccess: setReport,
  });
  const start = async (mode: 'check' | 'apply') => {
    if (file) run.mutate({ mode, content: await file.text() });
  };
  const totals = report?.totals;
  return (
    <div className={classes.pad}>
      <Group align="flex-end" gap={10}>
        <FileInput
          label="CSV file"
          description="Columns name, email, side, department, roles (split by ;), zone, and password if you want"
          placeholder="Choose a file"
          accept=".csv,text/csv"
          value={file}
          onChange={(chosen) => {
            setFile(chosen);
            setReport(null);
          }}
          clearable
          style={{ flex: '1 1 280px' }}
        />
        <Button variant="default" disabled={!file} loading={run.isPending} onClick={() => void start('check')}>
          Check
        </Button>
        <Button disabled={!file || report?.mode !== 'check'} loading={run.isPending} onClick={() => void start('apply')}>
          Import
        </Button>
      </Group>
      {run.error ? <ProblemAlert error={run.error} /> : null}
      {report && totals ? (
        <>
          <p role="status">
            {report.mode === 'check' ? 'It would be: ' : 'It is done: '}
            {totals.created} new, {totals.updated} changed, {totals.unchanged} the same, {totals.refused} refused.
          </p>
          <DataTable
            caption="Report by row"
            rows={report.rows.slice(0, 300)}
            keyOf={(row) => String(row.row)}
            columns={[
              { title: 'Row', main: true, cell: (row) => `${row.row}: ${row.email ?? 'no e-mail'}` },
              {
                title: 'Outcome',
                cell: (row) => (
                  <Badge tone={words[row.outcome].tone} icon={words[row.outcome].icon}>
                    {words[row.outcome].label}
                  </Badge>
                ),
              },
              {
                title: 'What to do',
                cell: (row) =>
                  [...row.problems.map((problem) => `${problem.field}: ${problem.detail} ${problem.remedy}`), ...row.warnings].join(' ') ||
                  '–',
              },
            ]}
          />
        </>
      ) : null}
    </div>
  );
}
