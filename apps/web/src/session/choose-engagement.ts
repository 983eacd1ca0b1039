/** The wanted engagement where the person is a member of it, else the first by name; null for a member of none. */
export function chooseEngagement(
  memberships: readonly { engagementId: string; engagementName: string }[],
  wanted: readonly (string | null)[],
): string | null {
  for (const id of wanted) if (id && memberships.some((one) => one.engagementId === id)) return id;
  return [...memberships].sort((a, b) => a.engagementName.localeCompare(b.engagementName))[0]?.engagementId ?? null;
}
