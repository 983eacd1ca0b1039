import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useServicePages } from '../api/use-service-query';
import { departmentName } from '../releases/words';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { DataTable } from '../shell/data-table';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { MoreButton } from '../shell/more-button';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import classes from './parts.module.css';
import { PeopleImport } from './people-import';

interface Member {
  personId: string;
  name: string;
  email: string;
  zone: string;
  side: string;
  department: string;
  roles: string[];
  active: boolean;
  lastSignInAt: string | null;
}

/** Who belongs to the engagement, and the import of many at once. */
export function PeoplePart() {
  const { membership, can } = useMembership();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words, 300);
  const [side, setSide] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const members = useServicePages<Member>(`/api/directory/v1/engagements/${membership.engagementId}/members`, { query: { q, side } });
  return (
    <Panel
      title="People"
      flush
      actions={
        can('person:manage') ? (
          <Button
            size="xs"
            variant={importing ? 'default' : 'filled'}
            leftSection={<Icon name="upload" size={16} />}
            onClick={() => setImporting(!importing)}
            aria-expanded={importing}
          >
            Import from CSV
          </Button>
        ) : undefined
      }
    >
      {importing ? <PeopleImport /> : null}
      <div className={classes.bar}>
        <TextInput
          label="Find"
          placeholder="Name or e-mail"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          leftSection={<Icon name="search" size={16} />}
        />
        <Select
          label="Side"
          placeholder="Both"
          data={[
            { value: 'client', label: 'Client' },
            { value: 'vendor', label: 'Vendor' },
          ]}
          value={side}
          onChange={setSide}
          clearable
        />
      </div>
      <QueryView query={{ ...members, data: members.data?.pages.flatMap((page) => page.items) }} rows={6}>
        {(items) =>
          items.length ? (
            <DataTable
              caption="People of the engagement"
              rows={items}
              keyOf={(member) => member.personId}
              columns={[
                {
                  title: 'Person',
                  main: true,
                  cell: (member) => (
                    <>
                      {member.name} {member.active ? null : <Badge>Left</Badge>}
                      <div className={classes.soft}>{member.email}</div>
                    </>
                  ),
                },
                { title: 'Side', cell: (member) => <SideBadge side={member.side} /> },
                { title: 'Department', cell: (member) => departmentName(member.department) },
                { title: 'Roles', cell: (member) => member.roles.join(', ') || '–' },
                { title: 'Zone', cell: (member) => member.zone },
                {
                  title: 'Last sign-in',
                  cell: (member) => (member.lastSignInAt ? <Instant at={member.lastSignInAt} relative="only" /> : 'never'),
                },
              ]}
            />
          ) : (
            <EmptyPanel icon="people" title="Nobody fits" />
          )
        }
      </QueryView>
      <div className={classes.more}>
        <MoreButton query={members} />
      </div>
    </Panel>
  );
}
