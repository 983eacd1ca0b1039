import { Badge } from '../shell/badge';
import { Panel } from '../shell/panel';
import { SideBadge } from '../shell/side-badge';
import { formatDuration } from '../time/format-instant';
import { Instant } from '../time/instant';
import classes from './ticket-clocks.module.css';
import type { Ticket, TicketClock } from './ticket-types';
import { clockKindWords, clockStateWords } from './words';

const minutes = (value: number) => formatDuration(value * 60_000);

function usedShare(clock: TicketClock): number {
  if (clock.state === 'met' || clock.state === 'stopped') return 0;
  if (clock.state === 'missed') return 1;
  return clock.remainingMinutes === null ? 0 : Math.min(1, Math.max(0, 1 - clock.remainingMinutes / clock.targetMinutes));
}

function Clock({ clock }: { clock: TicketClock }) {
  const words = clockStateWords[clock.state];
  const used = usedShare(clock);
  return (
    <li className={classes.clock}>
      <div className={classes.head}>
        <strong>{clockKindWords[clock.kind]}</strong>
        <SideBadge side={clock.side} />
        <Badge tone={words.tone} icon={words.icon}>
          {words.label}
        </Badge>
      </div>
      {clock.state === 'running' || clock.state === 'missed' || clock.state === 'paused' ? (
        <div className={classes.track} aria-hidden="true">
          <i data-tone={used >= 1 ? 'bad' : used > 0.75 ? 'wait' : 'ok'} style={{ width: `${used * 100}%` }} />
        </div>
      ) : null}
      <div className={classes.soft}>
        {minutes(clock.targetMinutes)} {clock.calendar === 'working-hours' ? `in working hours of the ${clock.side}` : 'around the clock'}
        {clock.state === 'running' && clock.remainingMinutes !== null ? `, ${minutes(clock.remainingMinutes)} left` : ''}
        {clock.state === 'running' && clock.dueAt ? (
          <>
            , due <Instant at={clock.dueAt} relative />
          </>
        ) : null}
        {clock.metAt ? (
          <>
            , met <Instant at={clock.metAt} />
          </>
        ) : null}
        {clock.missedAt ? (
          <>
            , missed <Instant at={clock.missedAt} />
          </>
        ) : null}
      </div>
    </li>
  );
}

const order = { running: 0, missed: 1, paused: 2, met: 3, stopped: 4 } as const;

/** Targets that run in business time, the running ones first. */
export function TicketClocks({ ticket }: { ticket: Ticket }) {
  const clocks = [...ticket.clocks].sort((a, b) => order[a.state] - order[b.state]);
  return (
    <Panel title="Clocks">
      {clocks.length ? (
        <ul className={classes.list}>
          {clocks.map((clock) => (
            <Clock key={clock.id} clock={clock} />
          ))}
        </ul>
      ) : (
        <span className={classes.soft}>No target is set for this priority.</span>
      )}
    </Panel>
  );
}
