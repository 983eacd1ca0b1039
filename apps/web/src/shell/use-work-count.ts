import { type Page, useServiceQuery } from '../api/use-service-query';

/** Open tasks and reviews of the person who is signed in. */
export function useWorkCount(): number {
  const tasks = useServiceQuery<Page<{ status: string }>>('/api/checklist/v1/tasks', { query: { assignee: 'me', limit: 200 } });
  const reviews = useServiceQuery<Page<unknown>>('/api/checklist/v1/reviews', { query: { mine: true, limit: 200 } });
  return (tasks.data?.items.filter((task) => task.status !== 'done').length ?? 0) + (reviews.data?.items.length ?? 0);
}
