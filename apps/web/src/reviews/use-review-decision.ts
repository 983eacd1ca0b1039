import { useServiceMutation } from '../api/use-service-mutation';
import type { Review } from './review-types';

/** Approves exactly the proof that was on screen, or sends it back. */
export function useReviewDecision(onDone?: () => void) {
  return useServiceMutation<{ review: Review; decision: 'approve' | 'rework'; comment: string }>({
    request: ({ review, decision, comment }) => ({
      method: 'POST',
      path: `/api/checklist/v1/reviews/${review.reviewId}/decision`,
      body: {
        decision,
        ...(comment.trim() ? { comment: comment.trim() } : {}),
        ...(review.evidence.length ? { evidenceHashes: review.evidence.map((evidence) => evidence.hash) } : {}),
      },
    }),
    success: (_, { decision }) =>
      decision === 'approve' ? 'Approved. The sign-off is bound to this exact proof.' : 'Sent back with your comment.',
    changes: ['checklist'],
    onSuccess: onDone,
  });
}
