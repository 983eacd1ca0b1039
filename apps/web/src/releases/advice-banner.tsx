import { Icon } from '../shell/icon';
import { Instant } from '../time/instant';
import classes from './advice-banner.module.css';
import type { Release } from './release-types';

const words = { hold: 'Advice: hold', 'roll-back': 'Advice: roll back' } as const;
const source = (signal: string) => (signal.startsWith('kpi:') ? `KPI ${signal.slice(4)}` : signal === 'surge' ? 'ticket surge' : signal);

/** What the measured facts say should be done; people decide. */
export function AdviceBanner({ release }: { release: Release }) {
  const standing = release.advice.filter((advice) => !advice.endedAt);
  if (!standing.length) return null;
  return (
    <div className={classes.stack}>
      {standing.map((advice) => (
        <div key={advice.adviceId} role="alert" className={classes.banner} data-kind={advice.advice}>
          <Icon name={advice.advice === 'hold' ? 'alert' : 'undo'} size={22} />
          <div>
            <strong>{words[advice.advice]}</strong>
            <div>
              {advice.reason} <span className={classes.soft}>From {source(advice.signal)}, </span>
              <span className={classes.soft}>
                <Instant at={advice.at} relative />
              </span>
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
