export * from './catalogue';
export * from './checklist-events';
export * from './define-event';
export * from './directory-events';
export * from './kpi-events';
export * from './scheduler-events';
export * from './tickets-events';
