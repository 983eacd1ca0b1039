import { describeAuditActor } from './describe-audit-actor';

it.each([
  [{ system: 'readiness-clock' }, 'Slipway, readiness clock'],
  [{ name: 'Asha', side: 'vendor', department: 'quality-assurance', tokenId: 't' }, 'Asha (vendor, quality assurance), by API token'],
  [{ personId: 'x' }, 'somebody'],
  [null, 'unknown'],
])('describes %p as %p', (actor, expected) => expect(describeAuditActor(actor)).toBe(expected));
