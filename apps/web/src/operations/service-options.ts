export const serviceOptions = [
  { value: 'checklist', label: 'Checklist' },
  { value: 'scheduler', label: 'Scheduler' },
  { value: 'tickets', label: 'Tickets' },
  { value: 'kpi', label: 'KPIs' },
  { value: 'directory', label: 'Directory' },
];
