import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useServiceQuery } from '../api/use-service-query';
import drawer from '../releases/item-drawer.module.css';
import type { ReleaseItem } from '../releases/release-types';
import { departmentName } from '../releases/words';
import { Badge } from '../shell/badge';
import { Instant } from '../time/instant';
import type { Review } from './review-types';
import { ReworkForm } from './rework-form';
import { useReviewDecision } from './use-review-decision';

function OpenReview({ review }: { review: Review }) {
  const [reworking, setReworking] = useState(false);
  const decide = useReviewDecision();
  if (!review.mayDecide)
    return (
      <p className={drawer.soft}>{review.refusal ? `You cannot decide on it: ${review.refusal.reason}` : 'Somebody else decides on it.'}</p>
    );
  return (
    <>
      <Group gap={8} mt={6}>
        <Button loading={decide.isPending} onClick={() => decide.mutate({ review, decision: 'approve', comment: '' })}>
          Approve this proof
        </Button>
        <Button variant="default" onClick={() => setReworking(true)}>
          Send back
        </Button>
      </Group>
      {reworking ? <ReworkForm review={review} onClose={() => setReworking(false)} /> : null}
    </>
  );
}

/** The auditor's part: last decision, and the open review with its buttons or the reason why not. */
export function ReviewPart({ item }: { item: ReleaseItem }) {
  const isOpen = item.review?.status === 'open' || item.review?.status === 'claimed';
  const review = useServiceQuery<Review>(`/api/checklist/v1/reviews/${item.review?.reviewId ?? ''}`, { enabled: isOpen });
  const { signedOff } = item;
  return (
    <section aria-labelledby="item-review">
      <h3 id="item-review" className={drawer.heading}>
        Review
      </h3>
      {signedOff ? (
        <div>
          <Badge tone={signedOff.decision === 'approve' ? 'ok' : 'bad'} icon={signedOff.decision === 'approve' ? 'check' : 'undo'}>
            {signedOff.decision === 'approve' ? 'Approved' : 'Sent back'}
          </Badge>
          <p className={drawer.soft}>
            {signedOff.by.name} ({signedOff.by.side}, {departmentName(signedOff.by.department).toLowerCase()}),{' '}
            <Instant at={signedOff.at} />, on {signedOff.evidenceHashes.length} {signedOff.evidenceHashes.length === 1 ? 'piece' : 'pieces'}{' '}
            of proof {signedOff.evidenceHashes.map((hash) => hash.slice(0, 8)).join(', ')}.
            {signedOff.comment ? ` “${signedOff.comment}”` : ''}
          </p>
        </div>
      ) : null}
      {isOpen && item.review ? (
        <>
          <p className={drawer.soft}>
            Waiting for {item.review.auditor ? item.review.auditor.name : `an auditor of ${departmentName(item.auditor).toLowerCase()}`}{' '}
            since <Instant at={item.review.requestedAt} />.
          </p>
          {review.data ? <OpenReview review={review.data} /> : null}
        </>
      ) : signedOff ? null : (
        <p className={drawer.soft}>
          It opens for {departmentName(item.auditor).toLowerCase()} when the work is done. Whoever did the work, made its proof, or is of
          the department that did it cannot review it.
        </p>
      )}
    </section>
  );
}
