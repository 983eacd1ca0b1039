import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { FormDialog } from '../shell/form-dialog';
import { Instant } from '../time/instant';
import { InstantInput } from '../time/instant-input';
import drawer from './item-drawer.module.css';
import type { Release, ReleaseItem, Waiver } from './release-types';

const statusWords = {
  requested: { label: 'Asked for', tone: 'wait', icon: 'clock' },
  granted: { label: 'Granted', tone: 'info', icon: 'waived' },
  refused: { label: 'Refused', tone: 'bad', icon: 'cross' },
  revoked: { label: 'Revoked', tone: 'idle', icon: 'undo' },
  expired: { label: 'Expired', tone: 'idle', icon: 'clock' },
} as const;

function RequestForm({ release, item, onClose }: { release: Release; item: ReleaseItem; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const ask = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: `/api/checklist/v1/releases/${release.releaseId}/waivers`,
      body: { itemKey: item.key, reason: reason.trim(), expiresAt },
    }),
    success: 'The other side was asked to grant the waiver.',
    changes: ['checklist'],
    quiet: true,
    onSuccess: onClose,
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="Ask for a waiver"
      submit="Ask the other side"
      disabled={reason.trim().length < 10 || !expiresAt}
      pending={ask.isPending}
      error={ask.error}
      onSubmit={() => ask.mutate()}
    >
      <p style={{ margin: 0 }}>
        A waiver lets the item count as done until it expires. The other side’s release manager grants or refuses it.
      </p>
      <Textarea
        label="Reason"
        description="At least ten characters; both sides read it."
        required
        autosize
        minRows={3}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <InstantInput label="Expires at" description="At most 90 days ahead." value={expiresAt} onChange={setExpiresAt} required />
    </FormDialog>
  );
}

function WaiverDecision({ waiver }: { waiver: Waiver }) {
  const [comment, setComment] = useState('');
  const decide = useServiceMutation<'grant' | 'refuse'>({
    request: (decision) => ({
      method: 'POST',
      path: `/api/checklist/v1/waivers/${waiver.waiverId}/decision`,
      body: { decision, ...(comment.trim() ? { comment: comment.trim() } : {}) },
    }),
    success: (_, decision) => (decision === 'grant' ? 'The waiver is granted.' : 'The waiver is refused.'),
    changes: ['checklist'],
  });
  return (
    <>
      <Textarea
        label="Comment"
        autosize
        value={comment}
        maxLength={2000}
        onChange={(event) => setComment(event.currentTarget.value)}
        mt={8}
      />
      <Group gap={8} mt={8}>
        <Button size="xs" loading={decide.isPending} onClick={() => decide.mutate('grant')}>
          Grant
        </Button>
        <Button size="xs" variant="default" loading={decide.isPending} onClick={() => decide.mutate('refuse')}>
          Refuse
        </Button>
      </Group>
    </>
  );
}

function Revoke({ waiver }: { waiver: Waiver }) {
  const [opened, setOpened] = useState(false);
  const [comment, setComment] = useState('');
  const revoke = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/checklist/v1/waivers/${waiver.waiverId}/revoke`, body: { comment: comment.trim() } }),
    success: 'The waiver is revoked.',
    changes: ['checklist'],
    quiet: true,
    onSuccess: () => setOpened(false),
  });
  return (
    <>
      <Button size="compact-sm" variant="default" mt={8} onClick={() => setOpened(true)}>
        Revoke
      </Button>
      <FormDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title="Revoke the waiver"
        submit="Revoke"
        danger
        disabled={!comment.trim()}
        pending={revoke.isPending}
        error={revoke.error}
        onSubmit={() => revoke.mutate()}
        size="md"
      >
        <Textarea
          label="Why"
          required
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          data-autofocus
        />
      </FormDialog>
    </>
  );
}

/** A dated, reasoned exception: asked for by one side, granted by the other. */
export function WaiverPart({ release, item }: { release: Release; item: ReleaseItem }) {
  const { can, membership } = useMembership();
  const [asking, setAsking] = useState(false);
  const { waiver } = item;
  const open = release.status === 'preparing' || release.status === 'decided';
  const living = waiver?.status === 'requested' || waiver?.status === 'granted';
  const mayAsk = open && !living && !item.done && can('waiver:request');
  if (!waiver && !mayAsk) return null;
  return (
    <section aria-labelledby="item-waiver">
      <div className={drawer.row}>
        <h3 id="item-waiver" className={drawer.heading}>
          Waiver
        </h3>
        {mayAsk ? (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            Ask for a waiver
          </Button>
        ) : null}
      </div>
      {waiver ? (
        <div>
          <Badge tone={statusWords[waiver.status].tone} icon={statusWords[waiver.status].icon}>
            {statusWords[waiver.status].label}
          </Badge>
          <p className={drawer.reason}>{waiver.reason}</p>
          <p className={drawer.soft}>
            {waiver.requestedBy.name} ({waiver.requestedBy.side}) asked <Instant at={waiver.requestedAt} />
            {waiver.decidedBy ? `; ${waiver.decidedBy.name} (${waiver.decidedBy.side}) decided` : ''}; expires{' '}
            <Instant at={waiver.expiresAt} relative />.{waiver.comment ? ` “${waiver.comment}”` : ''}
          </p>
          {waiver.status === 'requested' && can('waiver:grant') && membership.side !== waiver.requestedBy.side ? (
            <WaiverDecision waiver={waiver} />
          ) : null}
          {waiver.status === 'granted' && can('waiver:grant') && open ? <Revoke waiver={waiver} /> : null}
        </div>
      ) : (
        <p className={drawer.soft}>None.</p>
      )}
      {asking ? <RequestForm release={release} item={item} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}
