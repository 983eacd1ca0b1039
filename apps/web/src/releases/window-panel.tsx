import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useEngagement } from '../session/use-engagement';
import { Badge } from '../shell/badge';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { formatRange } from '../time/format-instant';
import { useZone } from '../time/zone-context';
import type { Release } from './release-types';

/** The booked window on the clocks of both sides. */
export function WindowPanel({ release }: { release: Release }) {
  const engagement = useEngagement();
  const zone = useZone();
  const zones = [...new Set([zone, engagement.data?.client.zone ?? zone, engagement.data?.vendor.zone ?? zone])];
  return (
    <Panel
      title="Window"
      actions={
        <Button
          component={Link}
          to={`/windows?release=${release.releaseId}`}
          variant="subtle"
          size="compact-sm"
          rightSection={<Icon name="arrow" size={14} />}
        >
          {release.window ? 'Look at it' : 'Choose one'}
        </Button>
      }
    >
      {release.window ? (
        <div style={{ display: 'grid', gap: 3 }}>
          <div>
            <Badge tone="ok" icon="windows">
              Booked by both sides
            </Badge>
          </div>
          {zones.map((one) => (
            <div key={one} style={{ fontWeight: one === zone ? 650 : 400, color: one === zone ? undefined : 'var(--ink-soft)' }}>
              {release.window ? formatRange(release.window.startAt, release.window.endAt, one) : null}
            </div>
          ))}
        </div>
      ) : (
        <span style={{ color: 'var(--ink-soft)' }}>
          No window is booked. Windows are ranked by load, users at work, and engineers who are free on both sides.
        </span>
      )}
    </Panel>
  );
}
