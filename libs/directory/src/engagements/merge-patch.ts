import type { Engagement, EngagementPatch } from './engagement-schemas';

/** The engagement after a change; members that the patch leaves out stay as they are. */
export function patchedEngagement(engagement: Engagement, patch: EngagementPatch): Engagement {
  return {
    ...engagement,
    name: patch.name ?? engagement.name,
    client: { ...engagement.client, ...given(patch.client) },
    vendor: { ...engagement.vendor, ...given(patch.vendor) },
    solution: { ...engagement.solution, ...given(patch.solution) },
    revision: engagement.revision + 1,
  };
}

function given<Part extends object>(part: Part | undefined): { [Key in keyof Part]?: NonNullable<Part[Key]> } {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as never;
}
