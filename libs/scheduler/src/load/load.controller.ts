import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, type EngagementFacts, Endpoint, Members } from '@slipway/access';
import { Clock, Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { instantTextOrNull } from '../instant-text';
import { UploadParser } from '../parsing/upload-parser.service';
import { StaleReleases } from '../releases/stale-releases.service';
import { LoadHours } from './load-hours.service';
import { trustInProfile } from './load-profile';
import { type FeatureProfile, LoadProfiles } from './load-profiles.service';
import {
  type FeatureLoads,
  featureLoads,
  featureParam,
  loadImportQuery,
  type LoadImportReport,
  loadImportReport,
  type LoadProfileResponse,
  loadProfileResponse,
} from './load-schema';

@Controller('api/scheduler/v1/features')
export class LoadController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly members: Members,
    private readonly profiles: LoadProfiles,
    private readonly hours: LoadHours,
    private readonly parser: UploadParser,
    private readonly stale: StaleReleases,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Endpoint({ summary: 'Features of the solution and how well their load is known', allow: 'load:read', returns: featureLoads })
  async list(@CurrentCaller() caller: Caller): Promise<FeatureLoads> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const facts = await this.facts(tx, caller);
      const profiles = await this.profiles.of(
        tx,
        facts,
        facts.solution.features.map(({ key }) => key),
      );
      return {
        items: profiles.map(({ feature, name, weight, source, profile }) => {
          const { state, confidence, historyDays } = trustInProfile(profile, this.clock.now().toMillis());
          return {
            feature,
            name,
            weight,
            source,
            state,
            confidence,
            historyDays,
            hours: profile.hours,
            lastHourAt: instantTextOrNull(profile.lastMs),
          };
        }),
        nextCursor: null,
      };
    });
  }

  @Get(':key/load-profile')
  @Endpoint({
    summary: 'Expected load of a feature for every hour of a week',
    description:
      'In the zone of the client; public holidays of its region count as Sundays. Without history the state is unknown, which is not quiet.',
    allow: 'load:read',
    returns: loadProfileResponse,
  })
  async profile(
    @CurrentCaller() caller: Caller,
    @Param({ schema: featureParam }) { key }: z.output<typeof featureParam>,
  ): Promise<LoadProfileResponse> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const facts = await this.facts(tx, caller);
      this.requireFeature(facts, key);
      const [profile] = await this.profiles.of(tx, facts, [key]);
      return describe(profile as FeatureProfile, facts, this.clock.now().toMillis());
    });
  }

  @Post(':key/load-imports')
  @Endpoint({
    summary: 'Import a series of load from CSV',
    description:
      'Rows of timestamp and value, with or without header; the value of an hour is the mean of its rows. Good rows are kept, refused ones are listed.',
    allow: 'load:import',
    returns: loadImportReport,
    status: 200,
    consumes: ['text/csv'],
    maxBytes: 4 * 1024 * 1024,
  })
  async import(
    @CurrentCaller() caller: Caller,
    @Param({ schema: featureParam }) { key }: z.output<typeof featureParam>,
    @Query({ schema: loadImportQuery }) query: z.output<typeof loadImportQuery>,
    @Body() body: unknown,
  ): Promise<LoadImportReport> {
    if (typeof body !== 'string')
      throw Problem.invalid('body', 'The body is not text/csv.', 'Send rows of timestamp and value with Content-Type: text/csv.');
    const facts = await this.db.inEngagement(caller.engagementId, (tx) => this.facts(tx, caller));
    this.requireFeature(facts, key);
    const zone = query.zone ?? facts.client.zone;
    const { load } = await this.parser.parse<'load'>({ kind: 'load', text: body, zone, nowMs: this.clock.now().toMillis() });
    const { hours, hasOffsets, ...report } = load;
    if (hours.length > 0) {
      await this.db.inEngagement(caller.engagementId, async (tx) => {
        await this.hours.import(tx, caller.engagementId, key, hours);
        await this.stale.mark(tx, { engagementId: caller.engagementId, features: [key], because: `load of ${key} was imported` });
        await this.audit.record(tx, {
          engagementId: caller.engagementId,
          actor: caller,
          action: 'load.imported',
          subject: key,
          after: { accepted: report.accepted, refused: report.refused, hours: hours.length },
        });
      });
    }
    return {
      ...report,
      feature: key,
      zone,
      zoneSource: hasOffsets ? 'offset in the file' : query.zone === undefined ? 'engagement' : 'query',
      hours: hours.length,
      firstHourAt: instantTextOrNull(hours[0]?.hourMs ?? null),
      lastHourAt: instantTextOrNull(hours.at(-1)?.hourMs ?? null),
    };
  }

  private async facts(tx: EntityManager, caller: Caller): Promise<EngagementFacts> {
    const facts = await this.members.engagement(tx, caller.engagementId);
    if (!facts) throw Problem.notFound('engagement');
    return facts;
  }

  private requireFeature(facts: EngagementFacts, key: string): void {
    if (!facts.solution.features.some((feature) => feature.key === key)) throw Problem.notFound('feature of the solution');
  }
}

function describe({ feature, revision, source, profile }: FeatureProfile, facts: EngagementFacts, nowMs: number): LoadProfileResponse {
  const { peak } = profile;
  return {
    feature,
    revision,
    zone: facts.client.zone,
    holidayRegion: facts.client.holidayRegion,
    source,
    ...trustInProfile(profile, nowMs),
    hours: profile.hours,
    peak,
    slots: profile.slots.map(({ mean, spread, samples }, index) => ({
      weekday: Math.floor(index / 24) + 1,
      hour: index % 24,
      mean,
      spread,
      samples,
      shareOfPeak: mean === null || peak === null ? null : peak > 0 ? mean / peak : 0,
    })),
  };
}
