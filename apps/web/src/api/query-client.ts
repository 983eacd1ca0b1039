import { QueryClient } from '@tanstack/react-query';
import { Problem } from './problem';

const passing = new Set([0, 429, 502, 503, 504]);

/** Repeats reads that may succeed by themselves; refusals are shown at once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => error instanceof Problem && passing.has(error.status) && failures < 3,
      retryDelay: (failures, error) =>
        error instanceof Problem && error.retryAfterSeconds ? Math.min(error.retryAfterSeconds, 10) * 1000 : 500 * 2 ** failures,
    },
  },
});
