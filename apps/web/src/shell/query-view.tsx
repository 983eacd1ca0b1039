import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from './panel';
import { ProblemAlert } from './problem-alert';

interface Result<Data> {
  data: Data | undefined;
  error: Error | null;
  isPending: boolean;
  refetch: () => unknown;
}

export function Skeletons({ rows = 4, height = 44 }: { rows?: number; height?: number }) {
  return (
    <Stack gap={10} aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} width={index === rows - 1 ? '70%' : '100%'} />
      ))}
    </Stack>
  );
}

/** Loading, refused, or the data; old data stays on screen when a repeat fails. */
export function QueryView<Data>({
  query,
  rows,
  height,
  framed,
  children,
}: {
  query: Result<Data>;
  rows?: number;
  height?: number;
  /** Puts skeleton and refusal into a panel of their own. */
  framed?: boolean;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  const content = query.error ? (
    <ProblemAlert error={query.error} retry={() => void query.refetch()} />
  ) : (
    <Skeletons rows={rows} height={height} />
  );
  return framed ? <Panel>{content}</Panel> : <div data-query-state>{content}</div>;
}
