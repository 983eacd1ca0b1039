import type { Tone } from '../shell/badge';
import type { IconName } from '../shell/icon';
import type { Line, Priority, TicketClock, TicketStatus } from './ticket-types';

interface Words {
  label: string;
  tone: Tone;
  icon: IconName;
}

export const priorityWords: Record<Priority, Words> = {
  urgent: { label: 'Urgent', tone: 'bad', icon: 'alert' },
  high: { label: 'High', tone: 'wait', icon: 'alert' },
  normal: { label: 'Normal', tone: 'idle', icon: 'circle' },
  low: { label: 'Low', tone: 'idle', icon: 'down' },
};

export const statusWords: Record<TicketStatus, Words> = {
  open: { label: 'Open', tone: 'info', icon: 'circle' },
  'in-progress': { label: 'In progress', tone: 'info', icon: 'half' },
  waiting: { label: 'Waiting', tone: 'wait', icon: 'clock' },
  resolved: { label: 'Resolved', tone: 'ok', icon: 'check' },
  closed: { label: 'Closed', tone: 'idle', icon: 'lock' },
};

export const lineWords: Record<Line, string> = { first: 'First line', second: 'Second line' };
export const clockKindWords: Record<TicketClock['kind'], string> = {
  response: 'First response',
  update: 'Next update',
  resolution: 'Resolution',
};
export const clockStateWords: Record<TicketClock['state'], Words> = {
  running: { label: 'Running', tone: 'info', icon: 'clock' },
  paused: { label: 'Paused', tone: 'idle', icon: 'clock' },
  met: { label: 'Met', tone: 'ok', icon: 'check' },
  missed: { label: 'Missed', tone: 'bad', icon: 'cross' },
  stopped: { label: 'Stopped', tone: 'idle', icon: 'circle' },
};
