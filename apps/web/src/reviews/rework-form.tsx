import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../shell/form-dialog';
import type { Review } from './review-types';
import { useReviewDecision } from './use-review-decision';

export function ReworkForm({ review, onClose }: { review: Review; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const decide = useReviewDecision(onClose);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="Send back"
      submit="Send back"
      disabled={!comment.trim()}
      pending={decide.isPending}
      onSubmit={() => decide.mutate({ review, decision: 'rework', comment })}
    >
      <Textarea
        label="What has to be done again?"
        description={review.title}
        required
        autosize
        minRows={3}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}
