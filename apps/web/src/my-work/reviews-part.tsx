import { Kbd, UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Review } from '../reviews/review-types';
import { ReworkForm } from '../reviews/rework-form';
import { useReviewDecision } from '../reviews/use-review-decision';
import { EmptyPanel } from '../shell/empty-panel';
import { Panel } from '../shell/panel';
import { useShortcuts } from '../shell/shortcuts-provider';
import { Instant } from '../time/instant';
import { ReviewDetail } from './review-detail';
import classes from './reviews-part.module.css';

/** Reviews one after another: `a` approves, `r` sends back, `n` and `p` move. */
export function ReviewsPart({ reviews }: { reviews: Review[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [reworking, setReworking] = useState(false);
  const detail = useRef<HTMLDivElement>(null);
  const decide = useReviewDecision();
  const found = reviews.findIndex((review) => review.reviewId === chosen);
  const index = found < 0 ? 0 : found;
  const review = reviews[index];

  const move = (by: number) => {
    const next = reviews[(index + by + reviews.length) % reviews.length];
    if (next) setChosen(next.reviewId);
    detail.current?.focus();
  };
  const approve = () => {
    if (!review?.mayDecide || decide.isPending) return;
    const following = reviews[index + 1] ?? reviews[index - 1];
    decide.mutate({ review, decision: 'approve', comment: '' }, { onSuccess: () => setChosen(following?.reviewId ?? null) });
  };
  useShortcuts(
    [
      { keys: 'a', label: 'Approve the shown proof', group: 'Reviews', run: approve },
      { keys: 'r', label: 'Send back with a comment', group: 'Reviews', run: () => review?.mayDecide && setReworking(true) },
      { keys: 'n', label: 'Next review', group: 'Reviews', run: () => move(1) },
      { keys: 'p', label: 'Previous review', group: 'Reviews', run: () => move(-1) },
    ],
    reviews.length > 0 && !reworking,
  );
  useEffect(() => {
    if (review && chosen && !reviews.some((one) => one.reviewId === chosen)) setChosen(review.reviewId);
  }, [review, chosen, reviews]);

  if (!review)
    return (
      <Panel>
        <EmptyPanel icon="review" title="No proof waits for your review">
          You see here what auditors of your department may decide, except work that you or your department did.
        </EmptyPanel>
      </Panel>
    );
  return (
    <div className={classes.columns}>
      <Panel title={`Waiting (${reviews.length})`} flush>
        <ul className={classes.list}>
          {reviews.map((one) => (
            <li key={one.reviewId}>
              <UnstyledButton
                className={classes.entry}
                aria-current={one.reviewId === review.reviewId ? 'true' : undefined}
                onClick={() => setChosen(one.reviewId)}
              >
                <span className={classes.title}>{one.title}</span>
                <span className={classes.soft}>
                  {one.releaseName} · asked <Instant at={one.requestedAt} relative="only" />
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </Panel>
      <div ref={detail} tabIndex={-1} className={classes.detail}>
        <ReviewDetail
          key={review.reviewId}
          review={review}
          pending={decide.isPending}
          onApprove={approve}
          onRework={() => setReworking(true)}
        />
        <p className={classes.keys}>
          <Kbd>a</Kbd> approve <Kbd>r</Kbd> send back <Kbd>n</Kbd> next <Kbd>p</Kbd> previous
        </p>
      </div>
      {reworking ? <ReworkForm review={review} onClose={() => setReworking(false)} /> : null}
    </div>
  );
}
