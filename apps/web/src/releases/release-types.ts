/** What the page reads of the checklist's answers. */
export type Side = 'client' | 'vendor';
export interface Person {
  personId: string;
  name: string;
  side: Side;
  department: string;
}
export type ItemState = 'pass' | 'fail' | 'no-data' | 'stale' | 'waiting-review' | 'rework' | 'waived' | 'not-applicable';
export type Outcome = 'pass' | 'fail' | 'warn' | 'unknown';
export type ReleaseStatus = 'preparing' | 'decided' | 'live' | 'rolled-back' | 'closed';
export type ReleaseKind = 'first-launch' | 'version-upgrade' | 'hotfix';
export type Vote = 'go' | 'go-with-conditions' | 'no-go';

export interface Evidence {
  evidenceId: string;
  itemKey: string;
  kind: string;
  subject: string;
  outcome: Outcome;
  measuredAt: string;
  receivedAt: string;
  validUntil: string | null;
  source: string;
  byProduct: boolean;
  producer: Person | null;
  recordedBy: Person | null;
  statement: string | null;
  link: string | null;
  body: Record<string, unknown> | null;
  hash: string;
}

export interface SignOff {
  signOffId: string;
  decision: 'approve' | 'rework';
  by: Person;
  comment: string | null;
  evidenceHashes: string[];
  at: string;
}

export interface Waiver {
  waiverId: string;
  itemKey: string;
  status: 'requested' | 'granted' | 'refused' | 'revoked' | 'expired';
  reason: string;
  requestedBy: Person;
  requestedAt: string;
  decidedBy: Person | null;
  decidedAt: string | null;
  comment: string | null;
  expiresAt: string;
}

export interface ItemTask {
  taskId: string;
  side: Side;
  status: 'open' | 'rework' | 'done';
  assignee: Person | null;
  assignedBecause: string;
  dueAt: string | null;
  completedAt: string | null;
  comment: string | null;
}

export interface ReleaseItem {
  key: string;
  title: string;
  section: string;
  side: Side | 'both';
  auditor: string;
  proof: string[];
  freshDays: number | null;
  signOff: 'required' | 'by-fact';
  state: ItemState;
  reason: string;
  done: boolean;
  staleAt: string | null;
  tasks: ItemTask[];
  review: { reviewId: string; status: string; auditor: Person | null; requestedAt: string } | null;
  signedOff: SignOff | null;
  waiver: Waiver | null;
  evidence: Evidence[];
  evidenceCount: number;
}

export interface Actor {
  side: Side;
  role: string;
  department: string | null;
  people: Person[];
}

export interface Blocker {
  itemKey: string;
  title: string;
  section: string;
  state: ItemState;
  reason: string;
  mustAct: Actor[];
  unblock: string;
}

export interface Decision {
  decisionId: string;
  status: 'open' | 'complete' | 'superseded';
  outcome: Vote | null;
  readinessHash: string;
  readinessRevision: number;
  ready: boolean;
  blockers: string[];
  openedBy: Person;
  openedAt: string;
  decidedAt: string | null;
  votes: { by: Person; role: string; vote: Vote; conditions: string | null; reason: string | null; at: string }[];
  waitingFor: Side[];
}

export interface Advice {
  adviceId: string;
  advice: 'hold' | 'roll-back';
  signal: string;
  reason: string;
  at: string;
  endedAt: string | null;
}

export interface ReleaseSummary {
  releaseId: string;
  revision: number;
  name: string;
  kind: ReleaseKind;
  status: ReleaseStatus;
  environment: string;
  components: { name: string; version: string }[];
  features: string[];
  notBefore: string | null;
  latestAt: string | null;
  createdAt: string;
  createdBy: Person;
  liveAt: string | null;
  rolledBackAt: string | null;
  closedAt: string | null;
  outcome: 'done' | 'rolled-back' | 'abandoned' | null;
  readiness: { ready: boolean; done: number; total: number; blockers: string[]; hash: string; revision: number; takenAt: string };
  openAdvice: number;
}

export interface ReleaseSection {
  key: string;
  title: string;
  done: number;
  total: number;
  items: ReleaseItem[];
}

export interface Release extends ReleaseSummary {
  sections: ReleaseSection[];
  notApplicable: { itemKey: string; title: string; reason: string }[];
  blockers: Blocker[];
  window: { bookingId: string; startAt: string; endAt: string; zone: string } | null;
  decision: Decision | null;
  advice: Advice[];
}

export interface Readiness {
  ready: boolean;
  done: number;
  total: number;
  hash: string;
  revision: number;
  assessedAt: string;
  changesAt: string | null;
}

export interface ReadinessSnapshot {
  revision: number;
  hash: string;
  ready: boolean;
  done: number;
  total: number;
  blockers: string[];
  takenAt: string;
}
