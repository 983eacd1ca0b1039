import { Button, UnstyledButton } from '@mantine/core';
import { useEngagement } from '../session/use-engagement';
import { SideBadge } from '../shell/side-badge';
import { formatRange } from '../time/format-instant';
import { Words } from '../time/words';
import { useZone } from '../time/zone-context';
import classes from './window-card.module.css';
import type { Cover, RankedWindow, ScoreParts } from './window-types';

const names = (cover: Cover) => cover.people.map((person) => person.name).join(', ') || 'nobody';
const bars: { key: keyof ScoreParts['utilities']; label: string; says: (parts: ScoreParts) => string }[] = [
  {
    key: 'load',
    label: 'Load',
    says: (parts) => (parts.expectedShareOfPeak === null ? 'unknown' : `${Math.round(parts.expectedShareOfPeak * 100)} % of peak`),
  },
  {
    key: 'users',
    label: 'Users',
    says: (parts) =>
      parts.usersDisturbedHours === null
        ? 'no user groups declared'
        : `${Math.round(parts.usersDisturbedHours).toLocaleString('en-GB')} user hours disturbed`,
  },
  {
    key: 'engineers',
    label: 'People',
    says: (parts) => (parts.sparePeople === null ? 'no roles required' : `${parts.sparePeople} spare in the thinnest role`),
  },
];

/** One ranked window: when on each clock, its score in parts, its reasons and who would be there. */
export function WindowCard({
  window,
  focused,
  pending,
  onShow,
  onPropose,
}: {
  window: RankedWindow;
  focused: boolean;
  pending: boolean;
  onShow: () => void;
  onPropose: (() => void) | null;
}) {
  const engagement = useEngagement();
  const zone = useZone();
  const client = engagement.data?.client.zone ?? zone;
  const vendor = engagement.data?.vendor.zone ?? zone;
  return (
    <li id={`window-${window.rank}`} className={classes.card} data-focused={focused || undefined}>
      <UnstyledButton className={classes.head} onClick={onShow} title="Show it in the grid">
        <span className={classes.rank}>#{window.rank}</span>
        <span className={classes.when}>{formatRange(window.startAt, window.endAt, zone)}</span>
        <span className={classes.score}>
          {Math.round(window.score * 100)}
          <small> / 100</small>
        </span>
      </UnstyledButton>
      <div className={classes.clocks}>
        <span>
          <SideBadge side="client" /> {formatRange(window.startAt, window.endAt, client)}
        </span>
        <span>
          <SideBadge side="vendor" /> {formatRange(window.startAt, window.endAt, vendor)}
        </span>
      </div>
      <dl className={classes.parts}>
        {bars.map((bar) => (
          <div key={bar.key}>
            <dt>{bar.label}</dt>
            <dd>
              <span className={classes.track} aria-hidden="true">
                <i style={{ width: `${Math.round(window.parts.utilities[bar.key] * 100)}%` }} />
              </span>
              {bar.says(window.parts)}
            </dd>
          </div>
        ))}
      </dl>
      <details className={classes.cover} open={window.rank === 1}>
        <summary>{window.losesBy ? `Why, and ${Math.round(window.losesBy.score * 100)} points behind the best` : 'Why'}</summary>
        <ul>
          {[...window.reasons, ...(window.losesBy?.text ?? []).map((text) => `behind the best: ${text}`)].map((reason) => (
            <li key={reason}>
              <Words text={reason} />
            </li>
          ))}
        </ul>
      </details>
      {window.cover.length ? (
        <details className={classes.cover}>
          <summary>Who would be there</summary>
          <ul>
            {window.cover.map((cover) => (
              <li key={`${cover.side}${cover.role}`}>
                {cover.side} {cover.role}: {names(cover)}
                {cover.spare.length ? `; spare: ${cover.spare.map((person) => person.name).join(', ')}` : ''}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {onPropose ? (
        <Button size="xs" loading={pending} onClick={onPropose} mt={4} aria-label={`Propose this window, #${window.rank}`}>
          Propose this window
        </Button>
      ) : null}
    </li>
  );
}
