import { Button, Code, CopyButton, Group, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { DataTable } from '../shell/data-table';
import { EmptyPanel } from '../shell/empty-panel';
import { FormDialog } from '../shell/form-dialog';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import classes from './parts.module.css';

interface Token {
  tokenId: string;
  name: string;
  personId: string;
  scopes: string[];
  prefix: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

function CreateForm({ onClose, onCreated }: { onClose: () => void; onCreated: (token: string) => void }) {
  const { membership } = useMembership();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState<string | number>(90);
  const create = useServiceMutation<void, Token & { token: string }>({
    request: () => ({ method: 'POST', path: '/api/directory/v1/tokens', body: { name: name.trim(), scopes, expiresInDays: Number(days) } }),
    changes: ['directory'],
    quiet: true,
    onSuccess: (answer) => {
      onCreated(answer.token);
      onClose();
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="New API token"
      submit="Create token"
      disabled={!name.trim() || !scopes.length || !(Number(days) >= 1)}
      pending={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate()}
    >
      <TextInput
        label="What it is for"
        placeholder="CI pipeline"
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <MultiSelect
        label="What it may do"
        description="A part of what you may do yourself, in this engagement."
        data={[...membership.permissions].sort()}
        value={scopes}
        onChange={setScopes}
        searchable
        required
        clearable
        nothingFoundMessage="You hold no such permission"
      />
      <NumberInput label="Days until it expires" min={1} max={365} allowDecimal={false} value={days} onChange={setDays} />
    </FormDialog>
  );
}

const stateOf = (token: Token) => {
  if (token.revokedAt) return { tone: 'idle', icon: 'cross', label: 'Revoked' } as const;
  return Date.parse(token.expiresAt) < Date.now()
    ? ({ tone: 'idle', icon: 'clock', label: 'Expired' } as const)
    : ({ tone: 'ok', icon: 'check', label: 'Valid' } as const);
};

/** Tokens for internal tools; the secret is shown once. */
export function TokensPart() {
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const tokens = useServiceQuery<Page<Token>>('/api/directory/v1/tokens', { query: { limit: 200 } });
  const revoke = useServiceMutation<Token>({
    request: (token) => ({ method: 'DELETE', path: `/api/directory/v1/tokens/${token.tokenId}` }),
    success: (_, token) => `${token.name} is revoked.`,
    changes: ['directory'],
  });
  return (
    <Panel
      title="API tokens"
      note="For internal tools. A token acts as you, within its scopes, until it expires."
      flush
      actions={
        <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
          New token
        </Button>
      }
    >
      {made ? (
        <div className={classes.secret} role="alert">
          <strong>Copy it now: it is never shown again.</strong>
          <Group gap={8} wrap="nowrap" align="center">
            <Code className={classes.code} tabIndex={0}>
              {made}
            </Code>
            <CopyButton value={made}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" onClick={copy} leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
            <Button size="xs" variant="subtle" onClick={() => setMade(null)}>
              Done
            </Button>
          </Group>
        </div>
      ) : null}
      <QueryView query={tokens}>
        {(page) =>
          page.items.length ? (
            <DataTable
              caption="API tokens"
              rows={page.items}
              keyOf={(token) => token.tokenId}
              columns={[
                {
                  title: 'Token',
                  main: true,
                  cell: (token) => (
                    <>
                      {token.name}
                      <div className={classes.soft}>
                        <code>{token.prefix}…</code>
                      </div>
                    </>
                  ),
                },
                {
                  title: 'State',
                  cell: (token) => (
                    <Badge tone={stateOf(token).tone} icon={stateOf(token).icon}>
                      {stateOf(token).label}
                    </Badge>
                  ),
                },
                {
                  title: 'May',
                  cell: (token) => (
                    <span title={token.scopes.join(', ')}>
                      {token.scopes.length > 3
                        ? `${token.scopes.slice(0, 3).join(', ')} and ${token.scopes.length - 3} more`
                        : token.scopes.join(', ')}
                    </span>
                  ),
                },
                { title: 'Expires', cell: (token) => <Instant at={token.expiresAt} relative="only" /> },
                { title: 'Last used', cell: (token) => (token.lastUsedAt ? <Instant at={token.lastUsedAt} relative="only" /> : 'never') },
                {
                  title: 'Action',
                  cell: (token) =>
                    token.revokedAt ? (
                      '–'
                    ) : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={revoke.isPending && revoke.variables.tokenId === token.tokenId}
                        onClick={() => revoke.mutate(token)}
                        aria-label={`Revoke ${token.name}`}
                      >
                        Revoke
                      </Button>
                    ),
                },
              ]}
            />
          ) : (
            <EmptyPanel icon="key" title="No API token yet">
              With a token an internal tool does over REST what you see here: the explorer is at <a href="/api/docs">/api/docs</a>.
            </EmptyPanel>
          )
        }
      </QueryView>
      {creating ? <CreateForm onClose={() => setCreating(false)} onCreated={setMade} /> : null}
    </Panel>
  );
}
