import { Tabs } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { type Page, useServiceQuery } from '../api/use-service-query';
import type { Review } from '../reviews/review-types';
import { useMembership } from '../session/session-context';
import { PageFrame } from '../shell/page-frame';
import { QueryView } from '../shell/query-view';
import { ReviewsPart } from './reviews-part';
import type { Task } from './task-types';
import { TasksPart } from './tasks-part';

/** What waits for the person who is signed in. */
export function MyWorkPage() {
  const { membership } = useMembership();
  const [search, setSearch] = useSearchParams();
  const tasks = useServiceQuery<Page<Task>>('/api/checklist/v1/tasks', { query: { assignee: 'me', limit: 200 } });
  const reviews = useServiceQuery<Page<Review>>('/api/checklist/v1/reviews', { query: { mine: true, limit: 200 } });
  const openTasks = tasks.data?.items.filter((task) => task.status !== 'done').length;
  const openReviews = reviews.data?.items.length;
  const auditor = membership.roles.includes('auditor');
  const part = search.get('part') ?? (auditor && openReviews !== 0 ? 'reviews' : 'tasks');
  return (
    <PageFrame title="My work" lead="Work that makes items true, and proof of others that you check.">
      <Tabs value={part} onChange={(value) => setSearch(value ? { part: value } : {}, { replace: true })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="tasks">Tasks{openTasks === undefined ? '' : ` (${openTasks})`}</Tabs.Tab>
          <Tabs.Tab value="reviews">Reviews{openReviews === undefined ? '' : ` (${openReviews})`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tasks">
          <QueryView query={tasks} framed>
            {(page) => <TasksPart tasks={page.items} />}
          </QueryView>
        </Tabs.Panel>
        <Tabs.Panel value="reviews">
          <QueryView query={reviews} framed>
            {(page) => <ReviewsPart reviews={page.items} />}
          </QueryView>
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
