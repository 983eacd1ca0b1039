import { Button, FileButton } from '@mantine/core';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import type { Side } from '../releases/release-types';
import { departmentName } from '../releases/words';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { countOf } from '../shell/count-of';
import { DataTable } from '../shell/data-table';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import { Words } from '../time/words';
import classes from './parts.module.css';

interface Availability {
  personId: string;
  name: string;
  side: Side;
  department: string;
  roles: string[];
  calendar: { uploadedAt: string; knownUntil: string; busyTimes: number; skipped: number } | null;
  availability: 'known' | 'unknown';
  reason: string;
}

function Upload({ person }: { person: Availability }) {
  const upload = useServiceMutation<string, { busyTimes: number; notes: string[] }>({
    request: (content) => ({
      method: 'PUT',
      path: `/api/scheduler/v1/people/${person.personId}/calendar`,
      raw: { type: 'text/calendar', content },
    }),
    success: (answer) => `${countOf(answer.busyTimes, 'busy time')} of ${person.name} are known.`,
    changes: ['scheduler'],
  });
  return (
    <FileButton accept=".ics,text/calendar" onChange={(file) => void file?.text().then((content) => upload.mutate(content))}>
      {(props) => (
        <Button
          {...props}
          size="compact-sm"
          variant="default"
          loading={upload.isPending}
          leftSection={<Icon name="upload" size={14} />}
          aria-label={`Upload ICS of ${person.name}`}
        >
          Upload ICS
        </Button>
      )}
    </FileButton>
  );
}

/** Who can be asked when, as far as it is known. */
export function CalendarsPart() {
  const { me, membership, can } = useMembership();
  const people = useServiceQuery<Page<Availability>>('/api/scheduler/v1/people', { query: { limit: 200 } });
  const required = useServiceQuery<{ items: { side: Side; role: string; people: number }[] }>('/api/scheduler/v1/required-roles');
  const manages = membership.roles.includes('release-manager');
  return (
    <>
      <Panel title="Needed in every window" note="Every role of both sides has to be there for the whole window.">
        <QueryView query={required} rows={1}>
          {({ items }) =>
            items.length ? (
              <div className={classes.head}>
                {items.map((role) => (
                  <SideBadge key={`${role.side}${role.role}`} side={role.side} name={`${role.people} × ${role.role}`} />
                ))}
              </div>
            ) : (
              <span className={classes.soft}>No role is required yet; windows are ranked without people.</span>
            )
          }
        </QueryView>
      </Panel>
      <Panel
        title="Availability"
        note="Somebody without a calendar is unknown, and never counts as free. Only busy times are kept, never what they are about."
        flush
      >
        <QueryView query={people} rows={6}>
          {(page) =>
            page.items.length ? (
              <DataTable
                caption="Availability of people"
                rows={page.items}
                keyOf={(person) => person.personId}
                columns={[
                  {
                    title: 'Person',
                    main: true,
                    cell: (person) => (
                      <>
                        {person.name}
                        <div className={classes.soft}>{departmentName(person.department)}</div>
                      </>
                    ),
                  },
                  { title: 'Side', cell: (person) => <SideBadge side={person.side} /> },
                  { title: 'Staffs', cell: (person) => person.roles.join(', ') || '–' },
                  {
                    title: 'Time is',
                    cell: (person) => (
                      <>
                        <Badge
                          tone={person.availability === 'known' ? 'ok' : 'wait'}
                          icon={person.availability === 'known' ? 'check' : 'alert'}
                        >
                          {person.availability === 'known' ? 'Known' : 'Unknown'}
                        </Badge>
                        <div className={classes.soft}>
                          <Words text={person.reason} />
                        </div>
                      </>
                    ),
                  },
                  {
                    title: 'Calendar',
                    cell: (person) =>
                      person.calendar ? (
                        <>
                          {countOf(person.calendar.busyTimes, 'busy time')}, known until <Instant at={person.calendar.knownUntil} />
                        </>
                      ) : (
                        'none'
                      ),
                  },
                  {
                    title: 'Action',
                    cell: (person) =>
                      can('calendar:write') && (person.personId === me.personId || (manages && person.side === membership.side)) ? (
                        <Upload person={person} />
                      ) : (
                        '–'
                      ),
                  },
                ]}
              />
            ) : (
              <EmptyPanel icon="people" title="Nobody is known yet" />
            )
          }
        </QueryView>
      </Panel>
    </>
  );
}
