import type { Side } from '../releases/release-types';

export interface Desk {
  id: string;
  line: 'first' | 'second';
  side: Side;
  key: string;
  name: string;
  preset: string;
  status: 'active' | 'paused' | 'disabled';
  disabledReason: string | null;
  hookUrl: string | null;
  outboundUrl: string | null;
  pendingDeliveries: number;
  failedDeliveries: number;
  revision: number;
  createdAt: string;
}

export type DeskCreated = Desk & { inboundSecret: string | null; outboundSecret: string | null };

export interface OutboundDelivery {
  id: string;
  deskKey: string;
  ticketId: string;
  ticketReference: string;
  type: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  dueAt: string | null;
  lastStatus: number | null;
  cause: string | null;
  createdAt: string;
  deliveredAt: string | null;
}

export interface InboundDelivery {
  id: string;
  deskKey: string;
  receivedAt: string;
  status: 'received' | 'processed' | 'ignored' | 'failed';
  cause: string | null;
  attempts: number;
  ticketIds: string[];
  bytes: number;
}
