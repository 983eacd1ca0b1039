import type { EventData, releaseChanged } from '@slipway/contracts';
import type { Release } from './release.entity';

/** The facts of a release as its events carry them. */
export function releaseFacts(release: Release): EventData<typeof releaseChanged> {
  const { engagementId, id: releaseId, revision, name, environment, components, features, status } = release;
  return { engagementId, releaseId, revision, name, environment, components, features, status };
}
