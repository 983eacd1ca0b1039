import type { Side } from '../releases/release-types';

/** What the page reads of the scheduler's answers. */
export interface ScoreParts {
  expectedShareOfPeak: number | null;
  usersDisturbedHours: number | null;
  sparePeople: number | null;
  confidence: number;
  utilities: { load: number; users: number; engineers: number };
}

export interface Cover {
  side: Side;
  role: string;
  required: number;
  people: { personId: string; name: string; side: Side }[];
  spare: { personId: string; name: string; side: Side }[];
}

export interface RankedWindow {
  rank: number;
  startAt: string;
  endAt: string;
  cutoverAt: string;
  watchAt: string;
  score: number;
  parts: ScoreParts;
  cover: Cover[];
  reasons: string[];
  losesBy: { score: number; text: string[] } | null;
}

export interface Relaxation {
  kind: string;
  text: string;
  startAt: string;
  endAt: string;
  score: number;
}

export interface WindowAnswer {
  searchedFrom: string;
  searchedUntil: string;
  zone: string;
  environment: string;
  totalMinutes: number;
  startsConsidered: number;
  startsPossible: number;
  excluded: { reason: string; starts: number }[];
  windows: RankedWindow[];
  relaxations: Relaxation[];
  unknownPeople: { personId: string; name: string; side: Side; reason: string }[];
  loadState: 'known' | 'thin' | 'unknown';
  notes: string[];
}

export interface Recommendation {
  id: string;
  number: number;
  createdAt: string;
  checkedAt: string;
  changes: string[];
  answer: WindowAnswer;
  pending: boolean;
  history: {
    id: string;
    number: number;
    createdAt: string;
    changes: string[];
    windows: { startAt: string; endAt: string; score: number }[];
  }[];
}

export interface WindowParts {
  preparationMinutes: number;
  cutoverMinutes: number;
  rollbackMinutes: number;
  watchMinutes: number;
}

export interface WindowPlan {
  releaseId: string;
  revision: number;
  parts: WindowParts;
  gridMinutes: number;
  horizonDays: number;
  notBefore: string | null;
  latestAt: string | null;
  weights: { load: number; users: number; engineers: number };
  take: number;
  requiredRoles: { side: Side; role: string; people: number }[] | null;
}

export type BookingStatus = 'proposed' | 'booked' | 'withdrawn' | 'expired';

export interface Booking {
  id: string;
  releaseId: string;
  releaseName: string;
  environment: string;
  status: BookingStatus;
  startAt: string;
  endAt: string;
  zone: string;
  score: number;
  proposedSide: Side;
  proposedAt: string;
  holdUntil: string | null;
  confirmations: { client: string | null; vendor: string | null };
  bookedAt: string | null;
  endedAt: string | null;
  endReason: string | null;
}

export interface PlannedRelease {
  releaseId: string;
  name: string;
  environment: string;
  status: string;
  ready: boolean | null;
  features: string[];
}

export interface Calendar {
  from: string;
  to: string;
  zones: { client: string; vendor: string };
  freezes: { freezeId: string; reason: string; environment: string | null; startAt: string; endAt: string }[];
  blackouts: { userGroupId: string; group: string; reason: string; startAt: string; endAt: string }[];
  bookings: {
    id: string;
    releaseId: string;
    releaseName: string;
    environment: string;
    status: BookingStatus;
    startAt: string;
    endAt: string;
  }[];
  recommended: {
    releaseId: string;
    releaseName: string;
    environment: string;
    rank: number;
    startAt: string;
    endAt: string;
    score: number;
  }[];
  load: { state: 'known' | 'thin' | 'unknown'; hours: { startAt: string; shareOfPeak: number | null }[] };
  users: { startAt: string; atWork: number }[];
  people: { startAt: string; roles: { side: Side; role: string; required: number; free: number; unknown: number }[] }[];
}
