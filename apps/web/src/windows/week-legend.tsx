import grid from './week-grid.module.css';
import classes from './week-legend.module.css';

/** What the marks of the grid mean. */
export function WeekLegend() {
  return (
    <ul className={classes.legend} aria-label="Legend">
      <li>
        <span className={classes.scale} aria-hidden="true">
          {[0.08, 0.3, 0.55, 0.8, 1].map((share) => (
            <i key={share} style={{ background: `rgba(var(--heat-rgb), ${share * 0.85})` }} />
          ))}
        </span>
        quiet to peak load
      </li>
      <li>
        <i className={`${classes.box} ${grid.unknown}`} aria-hidden="true" /> load unknown
      </li>
      <li>
        <i className={`${classes.box} ${grid.freeze}`} aria-hidden="true" /> freeze
      </li>
      <li>
        <i className={classes.cover} aria-hidden="true" /> needed people free
      </li>
      <li>
        <i className={classes.users} aria-hidden="true" /> users at work
      </li>
      <li>
        <i className={`${classes.box} ${classes.ranked}`} aria-hidden="true" /> ranked window
      </li>
      <li>
        <i className={`${classes.box} ${classes.booked}`} aria-hidden="true" /> booked
      </li>
    </ul>
  );
}
