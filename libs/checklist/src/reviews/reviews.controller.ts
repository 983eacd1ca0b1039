import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import type { z } from 'zod';
import { listOf } from '../schema-parts';
import { decideReviewSchema, reviewParam, reviewQueryFields, reviewSchema } from './review-schemas';
import { ReviewsService } from './reviews.service';

const reviewsQuery = pageQuery.extend(reviewQueryFields);
type ReviewParam = z.output<typeof reviewParam>;

@Controller('api/checklist/v1/reviews')
export class ReviewsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly reviews: ReviewsService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Reviews, newest first',
    description: 'Mine unless `mine=false`: open ones that I may decide.',
    allow: 'release:read',
    returns: listOf(reviewSchema),
  })
  list(@CurrentCaller() caller: Caller, @Query({ schema: reviewsQuery }) query: z.output<typeof reviewsQuery>) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.reviews.list(tx, caller, query));
  }

  @Get(':reviewId')
  @Endpoint({ summary: 'One review with the present proof', allow: 'release:read', returns: reviewSchema })
  get(@CurrentCaller() caller: Caller, @Param({ schema: reviewParam }) { reviewId }: ReviewParam) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.reviews.view(tx, caller, reviewId));
  }

  @Post(':reviewId/claim')
  @Endpoint({ summary: 'Take a review, so that no other auditor works on it', allow: 'review:decide', returns: reviewSchema })
  claim(@CurrentCaller() caller: Caller, @Param({ schema: reviewParam }) { reviewId }: ReviewParam) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.reviews.claim(tx, caller, reviewId));
  }

  @Post(':reviewId/decision')
  @Endpoint({
    summary: 'Approve the proof, or send the work back',
    description:
      'Refused with 403 and the exact code for anybody who is not-auditor, of the wrong-department, is-author of the work, is-producer of the proof, or of the same-department that did the work.',
    allow: 'review:decide',
    returns: reviewSchema,
  })
  decide(
    @CurrentCaller() caller: Caller,
    @Param({ schema: reviewParam }) { reviewId }: ReviewParam,
    @Body({ schema: decideReviewSchema }) body: z.output<typeof decideReviewSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.reviews.decide(tx, caller, reviewId, body));
  }
}
