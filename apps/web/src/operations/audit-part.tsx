import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { type ServiceName, useServicePages, useServiceQuery } from '../api/use-service-query';
import { Badge } from '../shell/badge';
import { EmptyPanel } from '../shell/empty-panel';
import { MoreButton } from '../shell/more-button';
import { Panel } from '../shell/panel';
import { ProblemAlert } from '../shell/problem-alert';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import { describeAuditActor } from './describe-audit-actor';
import classes from './parts.module.css';
import { serviceOptions } from './service-options';

interface AuditEntry {
  sequence: number;
  id: string;
  at: string;
  actor: unknown;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
  hash: string;
}

interface Verification {
  intact: boolean;
  entries: number;
  headHash?: string;
  brokenAtSequence?: number;
  reason?: string;
}

function Chain({ service }: { service: ServiceName }) {
  const [asked, setAsked] = useState(false);
  const chain = useServiceQuery<Verification>(`/api/${service}/v1/audit/verification`, { enabled: asked });
  if (!asked)
    return (
      <Button variant="default" onClick={() => setAsked(true)}>
        Check the chain
      </Button>
    );
  if (chain.error) return <ProblemAlert error={chain.error} />;
  if (!chain.data) return <span role="status">Checking…</span>;
  return (
    <span role="status">
      <Badge tone={chain.data.intact ? 'ok' : 'bad'} icon={chain.data.intact ? 'check' : 'alert'}>
        {chain.data.intact
          ? `Intact, ${chain.data.entries.toLocaleString('en-GB')} entries`
          : `Broken at ${chain.data.brokenAtSequence ?? '?'}: ${chain.data.reason ?? ''}`}
      </Badge>{' '}
      {chain.data.headHash ? <code className={classes.soft}>{chain.data.headHash.slice(0, 16)}</code> : null}
    </span>
  );
}

const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** Who changed what; entries are chained by hashes. */
export function AuditPart() {
  const [service, setService] = useState<ServiceName>('checklist');
  const [words, setWords] = useState('');
  const [action] = useDebouncedValue(words.trim(), 400);
  const entries = useServicePages<AuditEntry>(`/api/${service}/v1/audit`, { query: { action } });
  return (
    <Panel title="Audit" note="Every change, by whom. Entries can only be added, and each holds the hash of the one before." flush>
      <div className={classes.bar}>
        <Select
          label="Service"
          data={serviceOptions}
          value={service}
          onChange={(value) => setService((value ?? 'checklist') as ServiceName)}
          allowDeselect={false}
        />
        <TextInput label="Action" placeholder="release.created" value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        <Chain key={service} service={service} />
      </div>
      <QueryView query={{ ...entries, data: entries.data?.pages.flatMap((page) => page.items) }} rows={8}>
        {(items) =>
          items.length ? (
            <ul className={classes.list}>
              {items.map((entry) => (
                <li key={entry.id} className={classes.row}>
                  <div className={classes.head}>
                    <strong>{entry.action}</strong>
                    <span>{describeAuditActor(entry.actor)}</span>
                    <span className={classes.soft}>
                      <Instant at={entry.at} />
                    </span>
                  </div>
                  <details>
                    <summary className={classes.soft}>
                      Entry {entry.sequence} about {entry.subject}
                    </summary>
                    <pre className={classes.payload} tabIndex={0}>
                      {entry.before === null || entry.before === undefined ? '' : `before ${pretty(entry.before)}\n`}
                      {`after ${pretty(entry.after)}\nhash ${entry.hash}`}
                    </pre>
                  </details>
                </li>
              ))}
            </ul>
          ) : (
            <EmptyPanel icon="book" title="No entry fits" />
          )
        }
      </QueryView>
      <div className={classes.more}>
        <MoreButton query={entries} />
      </div>
    </Panel>
  );
}
