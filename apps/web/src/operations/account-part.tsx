import { Button, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useSession, useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { DataTable } from '../shell/data-table';
import { Panel } from '../shell/panel';
import { ProblemAlert } from '../shell/problem-alert';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import { describeBrowser } from './describe-browser';

interface SignInSession {
  sessionId: string;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  userAgent: string | null;
  current: boolean;
}

function Profile() {
  const { me } = useMembership();
  const { reloadMe } = useSession();
  const [name, setName] = useState(me.name);
  const [zone, setZone] = useState<string | null>(me.zone);
  const save = useServiceMutation({
    request: () => ({
      method: 'PATCH',
      path: '/api/directory/v1/me',
      body: { name: name.trim(), zone },
      revision: me.revision,
      engagement: false,
    }),
    success: 'Saved.',
    changes: ['directory'],
    quiet: true,
    onSuccess: () => void reloadMe(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const zones = [...new Set([me.zone, ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Panel title="Profile" note={me.email}>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={420}>
          <TextInput label="Name" value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
          <Select
            label="Zone"
            description="All times on the page are shown in it."
            data={zones}
            value={zone}
            onChange={setZone}
            searchable
            allowDeselect={false}
            limit={60}
          />
          {save.error ? <ProblemAlert error={save.error} /> : null}
          <Group>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!name.trim() || !zone || (name.trim() === me.name && zone === me.zone)}
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function Password() {
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useServiceMutation({
    request: () => ({ method: 'PUT', path: '/api/directory/v1/me/password', body: { currentPassword, newPassword }, engagement: false }),
    success: 'Your password is changed; your other sessions have ended.',
    changes: ['directory'],
    quiet: true,
    onSuccess: () => {
      setCurrent('');
      setNew('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const toggle = { 'aria-label': 'Show the password' };
  return (
    <Panel title="Password">
      <form onSubmit={submit}>
        <Stack gap="sm" maw={420}>
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            value={currentPassword}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={toggle}
          />
          <PasswordInput
            label="New password"
            description="At least 12 characters"
            autoComplete="new-password"
            value={newPassword}
            onChange={(event) => setNew(event.currentTarget.value)}
            visibilityToggleButtonProps={toggle}
          />
          {change.error ? <ProblemAlert error={change.error} /> : null}
          <Group>
            <Button type="submit" loading={change.isPending} disabled={!currentPassword || newPassword.length < 12}>
              Change the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

/** Profile, password and sessions of the person who is signed in. */
export function AccountPart() {
  const { me } = useMembership();
  const sessions = useServiceQuery<Page<SignInSession>>('/api/directory/v1/me/sessions');
  const end = useServiceMutation<string>({
    request: (id) => ({ method: 'DELETE', path: `/api/directory/v1/me/sessions/${id}`, engagement: false }),
    success: 'That session has ended.',
    changes: ['directory'],
  });
  return (
    <>
      <Profile key={me.revision} />
      {me.hasPassword ? <Password /> : null}
      <Panel title="Where you are signed in" flush>
        <QueryView query={sessions}>
          {(page) => (
            <DataTable
              caption="Your sessions"
              rows={page.items}
              keyOf={(one) => one.sessionId}
              columns={[
                {
                  title: 'Browser',
                  main: true,
                  cell: (one) => (
                    <>
                      {describeBrowser(one.userAgent)} {one.current ? <Badge tone="ok">This one</Badge> : null}
                    </>
                  ),
                },
                { title: 'Since', cell: (one) => <Instant at={one.createdAt} /> },
                { title: 'Last used', cell: (one) => <Instant at={one.lastUsedAt} relative="only" /> },
                {
                  title: 'Action',
                  cell: (one) =>
                    one.current ? (
                      '–'
                    ) : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={end.isPending && end.variables === one.sessionId}
                        onClick={() => end.mutate(one.sessionId)}
                      >
                        End
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </QueryView>
      </Panel>
    </>
  );
}
