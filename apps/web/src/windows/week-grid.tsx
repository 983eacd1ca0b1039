import { DateTime } from 'luxon';
import { useMemo } from 'react';
import { cityOf, formatInstant, formatRange } from '../time/format-instant';
import { isCovered } from './is-covered';
import { placeInterval, type Segment } from './place-interval';
import classes from './week-grid.module.css';
import type { Week } from './week-of';
import type { Calendar, RankedWindow } from './window-types';

const hourMs = 3_600_000;
const hourHeight = 22;
const place = (segment: Segment) => ({
  top: (segment.fromMinute / 60) * hourHeight,
  height: Math.max(4, ((segment.toMinute - segment.fromMinute) / 60) * hourHeight),
});
const hourOf = (startAt: string) => ({ startAt, endAt: new Date(Date.parse(startAt) + hourMs).toISOString() });

interface Props {
  calendar: Calendar;
  week: Week;
  zone: string;
  windows: RankedWindow[];
  releaseId: string;
  focused: number | null;
  onFocus: (rank: number) => void;
}

/** Hour labels of a zone beside the rows of the grid's own zone. */
function Clock({ week, zone, gridZone, own }: { week: Week; zone: string; gridZone: string; own: boolean }) {
  const day = DateTime.fromISO(week.days[2]?.date ?? week.monday, { zone: gridZone });
  return (
    <div className={classes.clock} aria-hidden="true">
      <div className={classes.city} title={zone} data-own={own || undefined}>
        {cityOf(zone)}
      </div>
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className={classes.hour} style={{ height: hourHeight * 2 }}>
          {day
            .set({ hour: index * 2 })
            .setZone(zone)
            .toFormat('HH:mm')}
        </div>
      ))}
    </div>
  );
}

/** The background of the week: load, unknown load, people and users by hour. */
function useHours({ calendar, week, zone }: Props) {
  return useMemo(() => {
    const mostAtWork = Math.max(1, ...calendar.users.map((hour) => hour.atWork));
    const spread = <Hour extends { startAt: string }>(hours: Hour[]) =>
      hours.flatMap((hour) => placeInterval(hourOf(hour.startAt), week, zone).map((segment) => ({ hour, segment })));
    return {
      load: spread(calendar.load.hours),
      users: spread(calendar.users.filter((hour) => hour.atWork > 0)).map((one) => ({ ...one, share: one.hour.atWork / mostAtWork })),
      people: spread(calendar.people.filter((hour) => isCovered(hour.roles))),
    };
  }, [calendar, week, zone]);
}

export function WeekGrid(props: Props) {
  const { calendar, week, zone, windows, releaseId, focused, onFocus } = props;
  const hours = useHours(props);
  const other = [calendar.zones.client, calendar.zones.vendor].filter((one) => one !== zone);
  const far = other.at(-1) ?? null;
  const now = new Date().toISOString();
  const nowSegment = placeInterval({ startAt: now, endAt: new Date(Date.parse(now) + 60_000).toISOString() }, week, zone)[0];
  const inDay = <One,>(list: { segment: Segment; one: One }[], day: number) => list.filter((entry) => entry.segment.day === day);
  const spread = <One extends { startAt: string; endAt: string }>(list: One[]) =>
    list.flatMap((one) => placeInterval(one, week, zone).map((segment) => ({ segment, one })));
  const freezes = spread(calendar.freezes);
  const blackouts = spread(calendar.blackouts);
  const bookings = spread(calendar.bookings.filter((booking) => booking.status === 'booked' || booking.status === 'proposed'));
  const ranked = spread(windows);
  return (
    <div
      className={classes.scroll}
      tabIndex={0}
      role="group"
      aria-label="Week grid. The ranked windows are buttons; the table below says the same in words."
    >
      <div className={classes.grid} data-both={far !== null || undefined}>
        <Clock week={week} zone={zone} gridZone={zone} own />
        {week.days.map((day, index) => (
          <div key={day.date} className={classes.day}>
            <div className={classes.head}>
              <span>{day.short.split(' ')[0]}</span> <span>{day.short.split(' ')[1]}</span>
            </div>
            <div className={classes.column} style={{ height: hourHeight * 24 }}>
              {hours.load
                .filter(({ segment }) => segment.day === index)
                .map(({ hour, segment }) => (
                  <div
                    key={hour.startAt + segment.fromMinute}
                    className={hour.shareOfPeak === null ? classes.unknown : classes.heat}
                    style={{
                      ...place(segment),
                      background: hour.shareOfPeak === null ? undefined : `rgba(var(--heat-rgb), ${(hour.shareOfPeak * 0.85).toFixed(3)})`,
                    }}
                  />
                ))}
              {hours.people
                .filter(({ segment }) => segment.day === index)
                .map(({ hour, segment }) => (
                  <div key={hour.startAt} className={classes.cover} style={place(segment)} />
                ))}
              {hours.users
                .filter(({ segment }) => segment.day === index)
                .map(({ hour, segment, share }) => (
                  <div key={hour.startAt} className={classes.users} style={{ ...place(segment), width: `${Math.round(share * 32)}%` }} />
                ))}
              {inDay(blackouts, index).map(({ segment, one }) => (
                <div
                  key={`${one.userGroupId}${one.startAt}${segment.fromMinute}`}
                  className={classes.blackout}
                  style={place(segment)}
                  title={`${one.group}: ${one.reason}`}
                />
              ))}
              {inDay(freezes, index).map(({ segment, one }) => (
                <div
                  key={`${one.freezeId}${one.startAt}${segment.fromMinute}`}
                  className={classes.freeze}
                  style={place(segment)}
                  title={`Freeze: ${one.reason}`}
                >
                  {segment.toMinute - segment.fromMinute >= 120 ? <span>Freeze</span> : null}
                </div>
              ))}
              {nowSegment?.day === index ? (
                <div className={classes.now} style={{ top: place(nowSegment).top }} title={`Now, ${formatInstant(now, zone)}`} />
              ) : null}
              {inDay(ranked, index).map(({ segment, one }) => (
                <button
                  key={`${one.rank}-${segment.fromMinute}`}
                  type="button"
                  className={classes.window}
                  data-focused={focused === one.rank || undefined}
                  tabIndex={segment.begins ? 0 : -1}
                  style={place(segment)}
                  onClick={() => onFocus(one.rank)}
                  aria-label={`#${one.rank}, score ${Math.round(one.score * 100)}: ${formatRange(one.startAt, one.endAt, zone)}`}
                >
                  {segment.begins || segment.fromMinute === 0 ? `#${one.rank}` : ''}
                </button>
              ))}
              {inDay(bookings, index).map(({ segment, one }) => (
                <div
                  key={`${one.id}-${segment.fromMinute}`}
                  className={classes.booking}
                  data-status={one.status}
                  data-own={one.releaseId === releaseId || undefined}
                  style={place(segment)}
                  title={`${one.releaseName}, ${one.status}: ${formatRange(one.startAt, one.endAt, zone)}`}
                >
                  <span>{one.releaseName}</span>
                </div>
              ))}
            </div>
          </div>
        ))}
        {far ? <Clock week={week} zone={far} gridZone={zone} own={false} /> : null}
      </div>
    </div>
  );
}
