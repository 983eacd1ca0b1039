import { useLiveState } from '../live/live-context';
import classes from './live-status.module.css';

const words = { off: 'Offline', connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting' } as const;
const meanings = {
  off: 'Not connected.',
  connecting: 'Connecting to the stream of changes.',
  live: 'Changes by others appear by themselves.',
  reconnecting: 'The stream of changes broke off. The page looks for changes every 20 seconds until it is back.',
} as const;

export function LiveStatus() {
  const state = useLiveState();
  return (
    <span className={classes.status} data-state={state} role="status" title={meanings[state]}>
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.word}>{words[state]}</span>
    </span>
  );
}
