import { refuseWaiver, refuseWaiverDecision } from './waiver-rules';

const now = Date.UTC(2026, 2, 2);
const day = 86_400_000;

describe('waivers', () => {
  it('expire in the future, within 90 days', () => {
    expect(refuseWaiver(now + 1, now)).toBeNull();
    expect(refuseWaiver(now + 90 * day, now)).toBeNull();
    expect(refuseWaiver(now, now)?.code).toBe('expiry-in-the-past');
    expect(refuseWaiver(now + 90 * day + 1, now)?.code).toBe('expiry-too-far');
  });

  it('are decided by the other side, once, while they are open', () => {
    expect(refuseWaiverDecision('requested', 'client', 'vendor')).toBeNull();
    expect(refuseWaiverDecision('requested', 'client', 'client')).toMatchObject({ status: 403, code: 'same-side' });
    expect(refuseWaiverDecision('expired', 'client', 'vendor')).toMatchObject({ status: 409, code: 'waiver-expired' });
    for (const status of ['granted', 'refused', 'revoked'] as const) {
      expect(refuseWaiverDecision(status, 'vendor', 'client')).toMatchObject({ status: 409, code: 'waiver-decided' });
    }
  });
});
