import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { useEngagement } from '../session/use-engagement';
import { Badge } from '../shell/badge';
import { FormDialog } from '../shell/form-dialog';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { SideBadge } from '../shell/side-badge';
import { formatRange } from '../time/format-instant';
import { Instant } from '../time/instant';
import { useZone } from '../time/zone-context';
import classes from './booking-panel.module.css';
import type { Booking, PlannedRelease } from './window-types';

const words = {
  proposed: { label: 'Proposed', tone: 'wait', icon: 'clock' },
  booked: { label: 'Booked by both sides', tone: 'ok', icon: 'check' },
  withdrawn: { label: 'Withdrawn', tone: 'idle', icon: 'undo' },
  expired: { label: 'Fell away', tone: 'idle', icon: 'clock' },
} as const;

function Withdraw({ booking }: { booking: Booking }) {
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const withdraw = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/scheduler/v1/bookings/${booking.id}/withdrawal`, body: { reason: reason.trim() } }),
    success: 'The window is withdrawn.',
    changes: ['scheduler', 'checklist'],
    quiet: true,
    onSuccess: () => setOpened(false),
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Withdraw
      </Button>
      <FormDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title="Withdraw the window"
        submit="Withdraw"
        danger
        size="md"
        disabled={!reason.trim()}
        pending={withdraw.isPending}
        error={withdraw.error}
        onSubmit={() => withdraw.mutate()}
      >
        <Textarea
          label="Reason"
          description="Both sides read it."
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      </FormDialog>
    </>
  );
}

function Living({ booking }: { booking: Booking }) {
  const { can, membership } = useMembership();
  const engagement = useEngagement();
  const zone = useZone();
  const confirm = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/scheduler/v1/bookings/${booking.id}/confirmations` }),
    success: 'Confirmed for your side.',
    changes: ['scheduler', 'checklist'],
  });
  const zones = { client: engagement.data?.client.zone ?? booking.zone, vendor: engagement.data?.vendor.zone ?? booking.zone };
  const mayBook = can('window:confirm');
  return (
    <Stack gap={10}>
      <Badge tone={words[booking.status].tone} icon={words[booking.status].icon}>
        {words[booking.status].label}
      </Badge>
      <strong>{formatRange(booking.startAt, booking.endAt, zone)}</strong>
      <ul className={classes.sides}>
        {(['client', 'vendor'] as const).map((side) => (
          <li key={side}>
            <SideBadge side={side} />
            <span>{formatRange(booking.startAt, booking.endAt, zones[side])}</span>
            {booking.confirmations[side] ? (
              <Badge tone="ok" icon="check">
                Confirmed
              </Badge>
            ) : (
              <Badge tone="wait" icon="clock">
                To confirm
              </Badge>
            )}
          </li>
        ))}
      </ul>
      {booking.status === 'proposed' && booking.holdUntil ? (
        <span className={classes.soft}>
          Falls away <Instant at={booking.holdUntil} relative /> if it is not confirmed.
        </span>
      ) : null}
      {mayBook ? (
        <Group gap={8}>
          {!booking.confirmations[membership.side] ? (
            <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
              Confirm for the {membership.side}
            </Button>
          ) : null}
          <Withdraw booking={booking} />
        </Group>
      ) : (
        <span className={classes.soft}>Release managers of each side confirm or withdraw it.</span>
      )}
    </Stack>
  );
}

/** The window that stands: who confirmed it, who has to. */
export function BookingPanel({ release }: { release: PlannedRelease }) {
  const bookings = useServiceQuery<Page<Booking>>(`/api/scheduler/v1/releases/${release.releaseId}/bookings`, { refetchInterval: 10_000 });
  return (
    <Panel title="Booking">
      <QueryView query={bookings} rows={2}>
        {(page) => {
          const living = page.items.find((booking) => booking.status === 'proposed' || booking.status === 'booked');
          const last = page.items[0];
          if (living) return <Living booking={living} />;
          return (
            <span className={classes.soft}>
              None. Propose one of the ranked windows; when both sides have confirmed, the environment is yours for that time.
              {last ? (
                <>
                  {' '}
                  The last one {last.status === 'expired' ? 'fell away' : 'was withdrawn'}
                  {last.endReason ? `: ${last.endReason}` : '.'}
                </>
              ) : null}
            </span>
          );
        }}
      </QueryView>
    </Panel>
  );
}
