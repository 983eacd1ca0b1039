import { Button, Group, SegmentedControl, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type ServiceName, useServicePages } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { EmptyPanel } from '../shell/empty-panel';
import { FormDialog } from '../shell/form-dialog';
import { MoreButton } from '../shell/more-button';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import { readablePayload } from './readable-payload';
import classes from './parts.module.css';
import { serviceOptions } from './service-options';

interface DeadLetter {
  id: string;
  type: string;
  topic: string;
  key: string;
  partition: number | null;
  offset: string | null;
  consumer: string;
  cause: string;
  attempts: number;
  payload: string;
  payloadEncoding: 'utf-8' | 'base64';
  traceparent: string;
  failedAt: string;
  state: 'open' | 'replayed' | 'discarded';
  replayedAt: string | null;
  discardedAt: string | null;
  reason: string | null;
}

const words = {
  open: { label: 'Open', tone: 'bad', icon: 'alert' },
  replayed: { label: 'Replayed', tone: 'ok', icon: 'check' },
  discarded: { label: 'Discarded', tone: 'idle', icon: 'cross' },
} as const;

function DiscardForm({ service, letter, onClose }: { service: ServiceName; letter: DeadLetter; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const discard = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/${service}/v1/dead-letters/${letter.id}/discards`, body: { reason: reason.trim() } }),
    success: 'Discarded.',
    changes: [service],
    quiet: true,
    onSuccess: onClose,
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Discard ${letter.type}`}
      submit="Discard"
      danger
      size="md"
      disabled={!reason.trim()}
      pending={discard.isPending}
      error={discard.error}
      onSubmit={() => discard.mutate()}
    >
      <Textarea
        label="Why it need not be handled"
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}

function Letter({ service, letter, onDiscard }: { service: ServiceName; letter: DeadLetter; onDiscard: () => void }) {
  const { can } = useMembership();
  const replay = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/${service}/v1/dead-letters/${letter.id}/replays` }),
    success: 'Replayed: the event is handled now.',
    changes: [service],
  });
  const state = words[letter.state];
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <Badge tone={state.tone} icon={state.icon}>
          {state.label}
        </Badge>
        <strong>{letter.type}</strong>
        <span className={classes.soft}>for {letter.consumer}</span>
      </div>
      <div>{letter.cause}</div>
      <div className={classes.soft}>
        Failed <Instant at={letter.failedAt} relative />, {letter.attempts === 0 ? 'could not be read' : `${letter.attempts} attempts`} ·{' '}
        {letter.topic}
        {letter.partition === null ? '' : `, partition ${letter.partition}, offset ${letter.offset ?? '?'}`} · key {letter.key}
        {letter.reason ? ` · discarded: ${letter.reason}` : ''}
      </div>
      <details>
        <summary>Payload and trace</summary>
        <pre className={classes.payload} tabIndex={0}>
          {readablePayload(letter.payload, letter.payloadEncoding)}
        </pre>
        <code className={classes.soft}>{letter.traceparent}</code>
      </details>
      {letter.state === 'open' && can('dead-letter:manage') ? (
        <Group gap={8}>
          <Button size="xs" loading={replay.isPending} onClick={() => replay.mutate()}>
            Replay
          </Button>
          <Button size="xs" variant="default" onClick={onDiscard}>
            Discard
          </Button>
        </Group>
      ) : null}
    </li>
  );
}

/** Events that a service could not handle: look, replay once, or discard with a reason. */
export function DeadLettersPart() {
  const [service, setService] = useState<ServiceName>('checklist');
  const [state, setState] = useState('open');
  const [discarding, setDiscarding] = useState<DeadLetter | null>(null);
  const letters = useServicePages<DeadLetter>(`/api/${service}/v1/dead-letters`, { query: { state: state === 'all' ? null : state } });
  return (
    <Panel title="Dead letters" note="Events that a service could not handle after several attempts. The others went on." flush>
      <div className={classes.bar}>
        <Select
          label="Service"
          data={serviceOptions}
          value={service}
          onChange={(value) => setService((value ?? 'checklist') as ServiceName)}
          allowDeselect={false}
        />
        <SegmentedControl
          aria-label="Which dead letters"
          data={[
            { value: 'open', label: 'Open' },
            { value: 'replayed', label: 'Replayed' },
            { value: 'discarded', label: 'Discarded' },
            { value: 'all', label: 'All' },
          ]}
          value={state}
          onChange={setState}
        />
      </div>
      <QueryView query={{ ...letters, data: letters.data?.pages.flatMap((page) => page.items) }}>
        {(items) =>
          items.length ? (
            <ul className={classes.list}>
              {items.map((letter) => (
                <Letter key={letter.id} service={service} letter={letter} onDiscard={() => setDiscarding(letter)} />
              ))}
            </ul>
          ) : (
            <EmptyPanel icon="check" title={state === 'open' ? 'No dead letter' : 'None in this state'}>
              {state === 'open' ? 'Every event of this engagement was handled here.' : null}
            </EmptyPanel>
          )
        }
      </QueryView>
      <div className={classes.more}>
        <MoreButton query={letters} />
      </div>
      {discarding ? <DiscardForm service={service} letter={discarding} onClose={() => setDiscarding(null)} /> : null}
    </Panel>
  );
}
