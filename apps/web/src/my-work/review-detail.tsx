import { Button, Group } from '@mantine/core';
import { Link } from 'react-router';
import { EvidenceList } from '../releases/evidence-list';
import { departmentName } from '../releases/words';
import type { Review } from '../reviews/review-types';
import { Badge } from '../shell/badge';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { Instant } from '../time/instant';
import classes from './reviews-part.module.css';

/** One review: what has to be shown, what is shown, and the decision. */
export function ReviewDetail({
  review,
  pending,
  onApprove,
  onRework,
}: {
  review: Review;
  pending: boolean;
  onApprove: () => void;
  onRework: () => void;
}) {
  return (
    <Panel title={review.title} order={2}>
      <Group gap={6} mb={10}>
        <Badge icon="review">For {departmentName(review.department).toLowerCase()}</Badge>
        {review.auditor ? <Badge icon="person">Taken by {review.auditor.name}</Badge> : null}
        <Link to={`/releases/${review.releaseId}?item=${review.itemKey}`}>{review.releaseName}</Link>
      </Group>
      <h3 className={classes.heading}>What has to be shown</h3>
      <ul className={classes.needed}>
        {review.requiredProof.map((proof) => (
          <li key={proof}>{proof}</li>
        ))}
      </ul>
      <h3 className={classes.heading}>What is shown</h3>
      <EvidenceList evidence={review.evidence} />
      <p className={classes.soft}>
        Asked <Instant at={review.requestedAt} />. Your approval is bound to exactly these hashes; new proof asks again.
      </p>
      {review.mayDecide ? (
        <Group gap={8} mt="sm">
          <Button leftSection={<Icon name="check" />} loading={pending} onClick={onApprove}>
            Approve
          </Button>
          <Button variant="default" leftSection={<Icon name="undo" />} onClick={onRework}>
            Send back
          </Button>
        </Group>
      ) : (
        <p className={classes.refusal}>
          <Icon name="lock" size={16} /> {review.refusal?.reason ?? 'You cannot decide on this one.'}
        </p>
      )}
    </Panel>
  );
}
