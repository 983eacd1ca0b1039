export type { ApiToken } from './api-tokens/api-token-schemas';
export { directoryService } from './directory-service';
export { DirectoryModule } from './directory.module';
export type { Engagement, EngagementBody, EngagementPatch } from './engagements/engagement-schemas';
export type { Me } from './me/me-schemas';
export type { ImportReport } from './people/import-schemas';
export type { MemberAnswer, MemberBody, MemberPatch } from './people/member-schemas';
