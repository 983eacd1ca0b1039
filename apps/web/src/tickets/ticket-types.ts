import type { Side } from '../releases/release-types';

/** What the page reads of the answers of tickets. */
export type Line = 'first' | 'second';
export type Priority = 'urgent' | 'high' | 'normal' | 'low';
export type TicketStatus = 'open' | 'in-progress' | 'waiting' | 'resolved' | 'closed';

export interface TicketSummary {
  id: string;
  number: number;
  reference: string;
  title: string;
  priority: Priority;
  status: TicketStatus;
  line: Line;
  side: Side;
  assigneeId: string | null;
  assigneeName: string | null;
  feature: string | null;
  releaseId: string | null;
  isTest: boolean;
  unrouted: string | null;
  waitingOn: Side | null;
  nextDueAt: string | null;
  openedAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  revision: number;
}

export interface TicketClock {
  id: string;
  kind: 'response' | 'update' | 'resolution';
  line: Line;
  side: Side;
  state: 'running' | 'paused' | 'met' | 'missed' | 'stopped';
  targetMinutes: number;
  dueAt: string | null;
  remainingMinutes: number | null;
  metAt: string | null;
  missedAt: string | null;
  calendar: 'working-hours' | 'around-the-clock';
}

export interface TicketMessage {
  id: string;
  at: string;
  side: Side;
  line: Line;
  author: string;
  visibility: 'public' | 'private';
  text: string;
  via: 'person' | 'desk' | 'system';
}

export interface TicketEvent {
  id: string;
  at: string;
  side: Side | 'system';
  kind: string;
  actor: string;
  text: string;
}

export interface Ticket extends TicketSummary {
  description: string;
  reporter: { name: string; side: Side; deskId: string | null; personId: string | null };
  references: { client: string | null; vendor: string | null };
  bonds: { deskId: string; deskKey: string; line: Line; reference: string | null; url: string | null; bondedAt: string }[];
  messages: TicketMessage[];
  history: TicketEvent[];
  clocks: TicketClock[];
  trip: Line[];
  deliveries: { id: string; deskKey: string; type: string; status: string; attempts: number; dueAt: string | null; cause: string | null }[];
}

export interface TestTicket {
  ticket: TicketSummary;
  trip: Line[];
  steps: { key: string; title: string; state: 'done' | 'waiting' | 'failed'; at: string | null; reason: string }[];
  complete: boolean;
}

export interface Hypercare {
  releaseId: string;
  releaseName: string;
  environment: string;
  status: 'active' | 'ended';
  liveAt: string;
  until: string;
  endedAt: string | null;
  endReason: string | null;
  limitPerHour: number;
  quietHours: number;
  ticketsLastHour: number;
  urgentLastHour: number;
  openTickets: number;
  totalTickets: number;
  surges: { at: string; tickets: number; urgent: number; limit: number; reason: string }[];
  exit: { met: boolean; blockers: string[] };
  revision: number;
}
