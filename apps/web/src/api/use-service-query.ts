import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLiveState } from '../live/live-context';
import { useSession } from '../session/session-context';
import { type QueryValues, send } from './client';

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export type ServiceName = 'directory' | 'checklist' | 'kpi' | 'tickets' | 'scheduler';

/** `[engagement, service, path, query]`, so that an event of a service refreshes what came from it. */
export const queryKeyOf = (engagementId: string | null, path: string, query?: QueryValues) =>
  [engagementId, path.split('/')[2], path, query ?? {}] as const;

interface Options {
  query?: QueryValues;
  enabled?: boolean;
  /** Milliseconds; where there is no event for what is read. */
  refetchInterval?: number;
}

/** Not everything is an event (proposals, votes, notes): the page also asks by itself, more often while the stream is away. */
const pollMs = (live: boolean) => (live ? 60_000 : 20_000);

/** Reads a resource of the chosen engagement. */
export function useServiceQuery<Answer>(path: string, options: Options = {}) {
  const { engagementId } = useSession();
  const live = useLiveState() === 'live';
  return useQuery({
    queryKey: queryKeyOf(engagementId, path, options.query),
    queryFn: ({ signal }) => send<Answer>({ path, query: options.query, signal }),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchInterval ?? pollMs(live),
  });
}

/** Reads a cursor-paged list of the chosen engagement. */
export function useServicePages<Item>(path: string, options: Options = {}) {
  const { engagementId } = useSession();
  const live = useLiveState() === 'live';
  return useInfiniteQuery({
    queryKey: [...queryKeyOf(engagementId, path, options.query), 'pages'],
    queryFn: ({ signal, pageParam }) => send<Page<Item>>({ path, query: { ...options.query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchInterval ?? pollMs(live),
  });
}
