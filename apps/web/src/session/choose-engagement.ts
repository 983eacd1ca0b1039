/** The wanted engagement where the person is a member of it, else the oldest (ids are ordered by time); null for a member of none. */
export function chooseEngagement(memberships: readonly { engagementId: string }[], wanted: readonly (string | null)[]): string | null {
  for (const id of wanted) if (id && memberships.some((one) => one.engagementId === id)) return id;
  return memberships.map((one) => one.engagementId).sort()[0] ?? null;
}
