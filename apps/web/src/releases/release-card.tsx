import { Link } from 'react-router';
import { ReadinessRing } from '../charts/readiness-ring';
import { Badge } from '../shell/badge';
import { Instant } from '../time/instant';
import classes from './release-card.module.css';
import type { ReleaseSummary } from './release-types';
import { kindWords, releaseStatusWords } from './words';

function Standing({ release }: { release: ReleaseSummary }) {
  if (release.status === 'live' && release.liveAt)
    return (
      <>
        live since <Instant at={release.liveAt} relative />
      </>
    );
  if (release.closedAt)
    return (
      <>
        {release.outcome === 'done' ? 'closed, done' : release.outcome === 'abandoned' ? 'abandoned' : 'closed after roll-back'}{' '}
        <Instant at={release.closedAt} />
      </>
    );
  if (release.rolledBackAt)
    return (
      <>
        rolled back <Instant at={release.rolledBackAt} />
      </>
    );
  if (release.latestAt)
    return (
      <>
        to be live by <Instant at={release.latestAt} relative />
      </>
    );
  return <>no latest day set</>;
}

export function ReleaseCard({ release }: { release: ReleaseSummary }) {
  const { readiness } = release;
  const words = releaseStatusWords[release.status];
  const open = readiness.total - readiness.done;
  return (
    <Link to={`/releases/${release.releaseId}`} className={classes.card}>
      <ReadinessRing done={readiness.done} total={readiness.total} size={64} />
      <div className={classes.main}>
        <h2 className={classes.name}>{release.name}</h2>
        <div className={classes.badges}>
          <Badge tone={words.tone} icon={words.icon}>
            {words.label}
          </Badge>
          <Badge>{release.environment}</Badge>
          <Badge>{kindWords[release.kind]}</Badge>
          {release.openAdvice ? (
            <Badge tone="bad" icon="alert">
              {release.openAdvice === 1 ? 'Advice stands' : `${release.openAdvice} pieces of advice stand`}
            </Badge>
          ) : null}
        </div>
        <div className={classes.soft}>{release.components.map((component) => `${component.name} ${component.version}`).join(' · ')}</div>
      </div>
      <div className={classes.side}>
        {release.status === 'preparing' || release.status === 'decided' ? (
          <strong data-ready={readiness.ready}>{readiness.ready ? 'Ready' : `${open} ${open === 1 ? 'item' : 'items'} to go`}</strong>
        ) : null}
        <span className={classes.soft}>
          <Standing release={release} />
        </span>
      </div>
    </Link>
  );
}
