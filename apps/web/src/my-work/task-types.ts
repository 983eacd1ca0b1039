import type { ItemState, Person, Side } from '../releases/release-types';

export interface Task {
  taskId: string;
  releaseId: string;
  releaseName: string;
  itemKey: string;
  title: string;
  section: string;
  proof: string[];
  signOff: 'required' | 'by-fact';
  side: Side;
  status: 'open' | 'rework' | 'done';
  itemState: ItemState;
  itemReason: string;
  assignee: Person | null;
  assignedBecause: string;
  dueAt: string | null;
  completedAt: string | null;
  comment: string | null;
}
