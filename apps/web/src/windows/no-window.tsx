import { EmptyPanel } from '../shell/empty-panel';
import { formatRange } from '../time/format-instant';
import { useZone } from '../time/zone-context';
import { Words } from '../time/words';
import classes from './no-window.module.css';
import type { WindowAnswer } from './window-types';

/** Why no window is possible, and what would make one possible. */
export function NoWindow({ answer }: { answer: WindowAnswer }) {
  const zone = useZone();
  const most = Math.max(1, ...answer.excluded.map((one) => one.starts));
  return (
    <>
      <EmptyPanel icon="windows" title="No window is possible as things are" />
      {answer.relaxations.length ? (
        <section aria-label="What would make one possible">
          <h3 className={classes.heading}>What would make one possible</h3>
          <ul className={classes.list}>
            {answer.relaxations.map((one) => (
              <li key={one.text} className={classes.relaxation}>
                <strong>
                  <Words text={one.text} />
                </strong>
                <span>
                  then {formatRange(one.startAt, one.endAt, zone)}, score {Math.round(one.score * 100)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-label="What stands in the way">
        <h3 className={classes.heading}>What stands in the way</h3>
        <ul className={classes.list}>
          {answer.excluded.map((one) => (
            <li key={one.reason} className={classes.reason}>
              <span>
                <Words text={one.reason} />
              </span>
              <span className={classes.soft}>{one.starts.toLocaleString('en-GB')} starts</span>
              <i aria-hidden="true" style={{ width: `${(one.starts / most) * 100}%` }} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
