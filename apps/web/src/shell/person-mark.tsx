import { initialsOf } from './initials-of';
import classes from './person-mark.module.css';

/** A person by initials, in the colour of the side; decorative beside the name. */
export function PersonMark({ name, side, size = 24 }: { name: string; side?: string; size?: number }) {
  return (
    <span className={classes.mark} data-side={side} style={{ width: size, height: size, fontSize: size * 0.42 }} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
