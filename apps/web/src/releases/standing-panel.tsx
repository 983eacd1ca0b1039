import { useServiceQuery } from '../api/use-service-query';
import { ReadinessRing } from '../charts/readiness-ring';
import { Panel } from '../shell/panel';
import { Instant } from '../time/instant';
import type { Readiness, Release } from './release-types';
import classes from './standing-panel.module.css';

const headline = (release: Release): string => {
  const open = release.readiness.total - release.readiness.done;
  if (release.status === 'live') return 'In use';
  if (release.status === 'closed' || release.status === 'rolled-back') return 'Over';
  return release.readiness.ready ? 'Ready to ship' : `Not ready: ${open} of ${release.readiness.total} items to go`;
};

/** The whole and each section as rings that lead to the section. */
export function StandingPanel({ release }: { release: Release }) {
  const readiness = useServiceQuery<Readiness>(`/api/checklist/v1/releases/${release.releaseId}/readiness`);
  return (
    <Panel>
      <div className={classes.standing}>
        <ReadinessRing done={release.readiness.done} total={release.readiness.total} size={116} label="Whole release" />
        <div className={classes.words}>
          <h2 className={classes.headline} data-ready={release.readiness.ready}>
            {headline(release)}
          </h2>
          <p className={classes.soft}>
            Computed from proof{readiness.data ? ' ' : null}
            {readiness.data ? <Instant at={readiness.data.assessedAt} relative="only" /> : null}
            {readiness.data?.changesAt ? (
              <>
                ; passing time alone may change it <Instant at={readiness.data.changesAt} relative />
              </>
            ) : null}
            .
          </p>
          {release.notApplicable.length ? (
            <p className={classes.soft}>
              {release.notApplicable.map((one) => `“${one.title.split(';')[0] ?? one.title}” does not apply: ${one.reason}`).join(' ')}
            </p>
          ) : null}
        </div>
      </div>
      <ul className={classes.sections} aria-label="Sections">
        {release.sections.map((section) => (
          <li key={section.key}>
            <a href={`#section-${section.key}`} className={classes.section}>
              <ReadinessRing done={section.done} total={section.total} size={44} label={section.title} />
              <span>{section.title}</span>
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
