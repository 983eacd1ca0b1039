import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { FormDialog } from '../shell/form-dialog';
import { Panel } from '../shell/panel';
import { ProblemAlert } from '../shell/problem-alert';
import { Instant } from '../time/instant';
import { Words } from '../time/words';
import classes from './hypercare-panel.module.css';
import type { Hypercare } from './ticket-types';

function ExitForm({ hypercare, onClose }: { hypercare: Hypercare; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const exit = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: `/api/tickets/v1/hypercare/${hypercare.releaseId}/exits`,
      body: { reason: reason.trim() },
      revision: hypercare.revision,
    }),
    success: 'Hypercare has ended.',
    changes: ['tickets'],
    quiet: true,
    onSuccess: onClose,
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`End hypercare of ${hypercare.releaseName}`}
      submit="End hypercare"
      disabled={!reason.trim()}
      pending={exit.isPending}
      error={exit.error}
      onSubmit={() => exit.mutate()}
      size="md"
    >
      <Textarea
        label="Why it can end"
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}

/** Releases that are watched closely after going live: the limit, what came, and what keeps the watch open. */
export function HypercarePanel() {
  const { can } = useMembership();
  const [ending, setEnding] = useState<Hypercare | null>(null);
  const hypercare = useServiceQuery<Page<Hypercare>>('/api/tickets/v1/hypercare');
  if (hypercare.error && !hypercare.data)
    return <ProblemAlert error={hypercare.error} title="Hypercare" retry={() => void hypercare.refetch()} />;
  const active = hypercare.data?.items.filter((one) => one.status === 'active') ?? [];
  return active.map((one) => {
    const surge = one.surges.at(-1);
    const over = one.ticketsLastHour > one.limitPerHour;
    return (
      <Panel
        key={one.releaseId}
        title={
          <>
            Hypercare: <Link to={`/releases/${one.releaseId}`}>{one.releaseName}</Link>
          </>
        }
        note={
          <>
            live since <Instant at={one.liveAt} />, watched until <Instant at={one.until} relative />
          </>
        }
        actions={
          can('hypercare:manage') && one.exit.met ? (
            <Button size="xs" variant="default" onClick={() => setEnding(one)}>
              End hypercare
            </Button>
          ) : undefined
        }
      >
        <div className={classes.facts}>
          <div className={classes.meter}>
            <div className={classes.label}>
              <b data-over={over || undefined}>{one.ticketsLastHour}</b> of at most {one.limitPerHour} tickets in the last hour
              {one.urgentLastHour ? `, ${one.urgentLastHour} urgent` : ''}
            </div>
            <div className={classes.track} aria-hidden="true">
              <i data-over={over || undefined} style={{ width: `${Math.min(100, (one.ticketsLastHour / one.limitPerHour) * 100)}%` }} />
            </div>
          </div>
          <div>
            <b>{one.openTickets}</b> open of {one.totalTickets} since it is live
          </div>
          {surge ? (
            <Badge tone="bad" icon="alert">
              Surge: {surge.reason}
            </Badge>
          ) : null}
          <div className={classes.exit}>
            {one.exit.met ? 'The exit rule is met.' : <Words text={`Not over yet: ${one.exit.blockers.join('; ')}`} />}
          </div>
        </div>
        {ending?.releaseId === one.releaseId ? <ExitForm hypercare={one} onClose={() => setEnding(null)} /> : null}
      </Panel>
    );
  });
}
