import { formatDistance, formatInstant } from './format-instant';
import { useNow } from './use-now';
import { useZone } from './zone-context';

/** An instant in the viewer's zone, the zone named; UTC in the title. */
export function Instant({ at, relative }: { at: string; relative?: boolean | 'only' }) {
  const zone = useZone();
  const now = useNow();
  const words = formatInstant(at, zone, new Date(now).toISOString());
  const title = `${formatInstant(at, zone)} · ${formatInstant(at, 'UTC')}`;
  return (
    <time dateTime={at} title={title}>
      {relative === 'only' ? formatDistance(at, now) : words}
      {relative === true ? ` (${formatDistance(at, now)})` : null}
    </time>
  );
}
