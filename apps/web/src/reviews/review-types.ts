import type { Evidence, Person } from '../releases/release-types';

export interface Review {
  reviewId: string;
  releaseId: string;
  releaseName: string;
  itemKey: string;
  title: string;
  section: string;
  requiredProof: string[];
  department: string;
  status: 'open' | 'claimed' | 'approved' | 'sent-back' | 'withdrawn';
  auditor: Person | null;
  requestedAt: string;
  decidedAt: string | null;
  comment: string | null;
  evidence: Evidence[];
  mayDecide: boolean;
  refusal: { code: string; reason: string } | null;
}
