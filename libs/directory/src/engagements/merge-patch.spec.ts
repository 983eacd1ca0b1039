import type { Engagement } from './engagement-schemas';
import { patchedEngagement } from './merge-patch';

const engagement: Engagement = {
  engagementId: 'e',
  name: 'Northwind',
  revision: 4,
  client: { partyId: 'c', name: 'C', zone: 'Europe/Berlin', holidayRegion: 'DE' },
  vendor: { partyId: 'v', name: 'V', zone: 'Asia/Kolkata', holidayRegion: 'IN' },
  solution: { name: 'S', hasMobileApp: true, features: [], environments: ['prod'] },
  openedAt: '2026-03-02T08:00:00.000Z',
};

describe('patchedEngagement', () => {
  it('changes what is named and nothing else, and counts', () => {
    const patched = patchedEngagement(engagement, { client: { zone: 'Europe/Paris', name: undefined }, solution: { hasMobileApp: false } });
    expect(patched).toEqual({
      ...engagement,
      revision: 5,
      client: { ...engagement.client, zone: 'Europe/Paris' },
      solution: { ...engagement.solution, hasMobileApp: false },
    });
  });
});
