import { useServiceQuery } from '../api/use-service-query';
import { useMembership } from './session-context';

export interface Party {
  partyId: string;
  name: string;
  zone: string;
  holidayRegion: string;
}

export interface Engagement {
  engagementId: string;
  name: string;
  revision: number;
  client: Party;
  vendor: Party;
  solution: { name: string; hasMobileApp: boolean; features: { key: string; name: string; weight: number }[]; environments: string[] };
  openedAt: string;
}

/** Facts of the chosen engagement. */
export function useEngagement() {
  const { membership } = useMembership();
  return useServiceQuery<Engagement>(`/api/directory/v1/engagements/${membership.engagementId}`);
}
