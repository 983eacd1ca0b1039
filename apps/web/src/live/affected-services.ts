/** Which services' answers an event may have changed, beside its own: their projections follow it. */
const followers: Record<string, readonly string[]> = {
  'directory.membershipChanged': ['checklist', 'scheduler', 'tickets', 'kpi'],
  'directory.engagementOpened': ['checklist', 'scheduler', 'tickets', 'kpi'],
  'checklist.releaseCreated': ['scheduler', 'kpi', 'tickets'],
  'checklist.releaseChanged': ['scheduler'],
  'checklist.readinessChanged': ['scheduler'],
  'checklist.releaseWentLive': ['scheduler', 'kpi', 'tickets'],
  'checklist.releaseClosed': ['scheduler', 'tickets'],
  'scheduler.windowBooked': ['checklist'],
  'scheduler.windowWithdrawn': ['checklist'],
  'kpi.hourClosed': ['scheduler'],
  'kpi.definitionAgreed': ['checklist'],
  'kpi.trackingObserved': ['checklist'],
  'kpi.verdictReached': ['checklist'],
  'tickets.ticketResolved': ['checklist'],
  'tickets.surgeDetected': ['checklist'],
};

const known = new Set(['directory', 'checklist', 'kpi', 'tickets', 'scheduler']);

/** `checklist.readinessChanged.v1` → the services whose data a page should read again; empty for what it does not know. */
export function affectedServices(eventType: string): string[] {
  const [service = '', fact = ''] = eventType.split('.');
  if (!known.has(service)) return [];
  return [service, ...(followers[`${service}.${fact}`] ?? [])];
}
