import { Injectable } from '@nestjs/common';
import type { EngagementFacts } from '@slipway/access';
import type { EntityManager } from 'typeorm';
import { chooseSource, type LoadSource } from './choose-source';
import { buildLoadProfile, type LoadProfile } from './load-profile';
import type { LoadCalendar } from './week-slots';

export interface FeatureProfile {
  feature: string;
  name: string;
  weight: number;
  revision: number;
  source: LoadSource | 'none';
  profile: LoadProfile;
}

interface HourRow {
  feature: string;
  source: LoadSource;
  at: number[];
  values: number[];
}

const keptProfiles = 500;
/** Older hours weigh under half a percent. */
const historyDays = 182;

export const loadCalendarOf = (facts: EngagementFacts): LoadCalendar => ({
  zone: facts.client.zone,
  holidayRegion: facts.client.holidayRegion,
});

/** Profiles of features, computed when first asked for and again when their hours changed. */
@Injectable()
export class LoadProfiles {
  private readonly kept = new Map<string, { stamp: string; source: LoadSource | 'none'; profile: LoadProfile }>();

  /** Profiles of the named features, in the order given; a feature without history has an empty one. */
  async of(tx: EntityManager, facts: EngagementFacts, features: readonly string[]): Promise<FeatureProfile[]> {
    const calendar = loadCalendarOf(facts);
    const rows = (await tx.query(
      `SELECT feature, revision FROM scheduler.load_series WHERE engagement_id = $1 AND feature = ANY ($2::text[])`,
      [facts.engagementId, features],
    )) as { feature: string; revision: number }[];
    const revisions = new Map(rows.map(({ feature, revision }) => [feature, revision]));
    const stampOf = (feature: string) => `${revisions.get(feature) ?? 0} ${calendar.zone} ${calendar.holidayRegion}`;
    const keyOf = (feature: string) => `${facts.engagementId} ${feature}`;
    const wanted = features.filter((feature) => this.kept.get(keyOf(feature))?.stamp !== stampOf(feature));
    if (wanted.length > 0) {
      const hours = await this.hoursOf(tx, facts.engagementId, wanted);
      for (const feature of wanted) {
        const chosen = chooseSource(hours.filter((row) => row.feature === feature));
        this.keep(keyOf(feature), { stamp: stampOf(feature), source: chosen.source, profile: buildLoadProfile(chosen.hours, calendar) });
      }
    }
    return features.map((feature) => {
      const { source, profile } = this.kept.get(keyOf(feature)) ?? { source: 'none' as const, profile: buildLoadProfile([], calendar) };
      const known = facts.solution.features.find(({ key }) => key === feature);
      return { feature, name: known?.name ?? feature, weight: known?.weight ?? 1, revision: revisions.get(feature) ?? 0, source, profile };
    });
  }

  private async hoursOf(tx: EntityManager, engagementId: string, features: readonly string[]) {
    const rows = (await tx.query(
      `SELECT h.feature, h.source, array_agg(extract(epoch FROM h.hour_at)::float8 * 1000 ORDER BY h.hour_at) AS at, array_agg(h.value ORDER BY h.hour_at) AS values
       FROM scheduler.load_hours h
       JOIN (SELECT feature, source, max(hour_at) AS last_at FROM scheduler.load_hours
             WHERE engagement_id = $1 AND feature = ANY ($2::text[]) GROUP BY feature, source) AS l USING (feature, source)
       WHERE h.engagement_id = $1 AND h.hour_at > l.last_at - make_interval(days => $3)
       GROUP BY h.feature, h.source`,
      [engagementId, features, historyDays],
    )) as HourRow[];
    return rows.map(({ feature, source, at, values }) => ({
      feature,
      source,
      hours: at.map((hourMs, index) => ({ hourMs: Number(hourMs), value: Number(values[index]) })),
    }));
  }

  private keep(key: string, entry: { stamp: string; source: LoadSource | 'none'; profile: LoadProfile }): void {
    this.kept.delete(key);
    this.kept.set(key, entry);
    const oldest = this.kept.size > keptProfiles ? this.kept.keys().next().value : undefined;
    if (oldest !== undefined) this.kept.delete(oldest);
  }
}
