import { Button } from '@mantine/core';
import { asProblem } from '../api/client';
import { Problem } from '../api/problem';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { countOf } from '../shell/count-of';
import { EmptyPanel } from '../shell/empty-panel';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import { NoWindow } from './no-window';
import { PlanForm } from './plan-form';
import classes from './recommendation-panel.module.css';
import { WindowCard } from './window-card';
import type { Booking, PlannedRelease, RankedWindow, Recommendation, WindowAnswer } from './window-types';

function Answer({
  answer,
  release,
  focused,
  onShow,
}: {
  answer: WindowAnswer;
  release: PlannedRelease;
  focused: number | null;
  onShow: (window: RankedWindow) => void;
}) {
  const { can } = useMembership();
  const bookings = useServiceQuery<Page<Booking>>(`/api/scheduler/v1/releases/${release.releaseId}/bookings`);
  const taken = bookings.data?.items.some((booking) => booking.status === 'proposed' || booking.status === 'booked') ?? true;
  const propose = useServiceMutation<RankedWindow>({
    request: (window) => ({
      method: 'POST',
      path: `/api/scheduler/v1/releases/${release.releaseId}/bookings`,
      body: { startAt: window.startAt },
    }),
    success: 'Proposed. The other side has to confirm it.',
    changes: ['scheduler', 'checklist'],
  });
  return (
    <>
      <p className={classes.soft}>
        {countOf(answer.startsPossible, 'start')} of {answer.startsConsidered.toLocaleString('en-GB')} looked at{' '}
        {answer.startsPossible === 1 ? 'is' : 'are'} possible for {answer.totalMinutes} minutes between <Instant at={answer.searchedFrom} />{' '}
        and <Instant at={answer.searchedUntil} />.
      </p>
      {answer.windows.length ? (
        <ol className={classes.list}>
          {answer.windows.map((window) => (
            <WindowCard
              key={window.rank}
              window={window}
              focused={focused === window.rank}
              pending={propose.isPending && propose.variables.rank === window.rank}
              onShow={() => onShow(window)}
              onPropose={can('window:confirm') && !taken ? () => propose.mutate(window) : null}
            />
          ))}
        </ol>
      ) : (
        <NoWindow answer={answer} />
      )}
      {answer.unknownPeople.length ? (
        <details className={classes.more}>
          <summary>{countOf(answer.unknownPeople.length, 'person', 'people')} whose time is unknown, so never counted as free</summary>
          <ul>
            {answer.unknownPeople.map((person) => (
              <li key={person.personId}>
                {person.name} ({person.side}): {person.reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {answer.notes.length ? (
        <ul className={classes.notes}>
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

interface Query {
  data: Recommendation | undefined;
  error: Error | null;
  isPending: boolean;
  refetch: () => unknown;
}

/** The ranked windows of a release with their reasons. */
export function RecommendationPanel({
  release,
  query,
  focused,
  onShow,
}: {
  release: PlannedRelease;
  query: Query;
  focused: number | null;
  onShow: (window: RankedWindow) => void;
}) {
  const { can } = useMembership();
  const again = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/scheduler/v1/releases/${release.releaseId}/recommendation` }),
    success: 'Computed on the present facts.',
    changes: ['scheduler'],
  });
  const notYet = query.error instanceof Problem && asProblem(query.error).code === 'no-recommendation-yet';
  const compute = can('window:search') ? (
    <Button size="compact-sm" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
      Compute now
    </Button>
  ) : null;
  return (
    <Panel
      title="Ranked windows"
      note={
        query.data ? (
          <>
            Number {query.data.number}, checked <Instant at={query.data.checkedAt} relative="only" />
            {query.data.pending ? ', new facts are being computed' : ''}
          </>
        ) : undefined
      }
      actions={
        <span className={classes.actions}>
          <PlanForm release={release} />
          {compute}
        </span>
      }
    >
      {notYet ? (
        <EmptyPanel icon="windows" title="Not computed yet" action={compute}>
          It is computed on a schedule and whenever load, calendars or freezes change.
        </EmptyPanel>
      ) : (
        <QueryView query={query} rows={4} height={90}>
          {(recommendation) => (
            <>
              {recommendation.number > 1 && recommendation.changes.length ? (
                <details className={classes.more}>
                  <summary>What changed since number {recommendation.number - 1}</summary>
                  <ul>
                    {recommendation.changes.map((change) => (
                      <li key={change}>{change}</li>
                    ))}
                  </ul>
                </details>
              ) : null}
              <Answer answer={recommendation.answer} release={release} focused={focused} onShow={onShow} />
            </>
          )}
        </QueryView>
      )}
    </Panel>
  );
}
