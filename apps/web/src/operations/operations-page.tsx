import { NavLink, useParams } from 'react-router';
import { useMembership } from '../session/session-context';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon, type IconName } from '../shell/icon';
import { PageFrame } from '../shell/page-frame';
import { Panel } from '../shell/panel';
import { AccountPart } from './account-part';
import { AuditPart } from './audit-part';
import { CalendarsPart } from './calendars-part';
import { DeadLettersPart } from './dead-letters-part';
import { DesksPart } from './desks-part';
import { FreezesPart } from './freezes-part';
import { LoadPart } from './load-part';
import classes from './operations-page.module.css';
import { PeoplePart } from './people-part';
import { TokensPart } from './tokens-part';

interface Part {
  key: string;
  label: string;
  icon: IconName;
  /** Shown to those who hold it; others see who could give it. */
  permission: string | null;
  Content: React.ComponentType;
}

const parts: Part[] = [
  { key: 'people', label: 'People', icon: 'people', permission: 'person:read', Content: PeoplePart },
  { key: 'calendars', label: 'Availability', icon: 'windows', permission: 'staffing:read', Content: CalendarsPart },
  { key: 'freezes', label: 'Freezes', icon: 'snow', permission: 'freeze:read', Content: FreezesPart },
  { key: 'load', label: 'Load', icon: 'kpis', permission: 'load:read', Content: LoadPart },
  { key: 'desks', label: 'Desks', icon: 'desk', permission: 'desk:read', Content: DesksPart },
  { key: 'tokens', label: 'API tokens', icon: 'key', permission: 'token:manage', Content: TokensPart },
  { key: 'dead-letters', label: 'Dead letters', icon: 'inbox', permission: 'dead-letter:read', Content: DeadLettersPart },
  { key: 'audit', label: 'Audit', icon: 'book', permission: 'audit:read', Content: AuditPart },
  { key: 'account', label: 'Your account', icon: 'person', permission: null, Content: AccountPart },
];

/** What keeps the engagement running. */
export function OperationsPage() {
  const { part: key } = useParams();
  const { can } = useMembership();
  const part = parts.find((one) => one.key === key) ?? parts[0]!;
  const allowed = part.permission === null || can(part.permission);
  return (
    <PageFrame title="Operations" name={`${part.label}, operations`}>
      <div className={classes.columns}>
        <nav aria-label="Operations" className={classes.nav}>
          <ul>
            {parts.map((one) => (
              <li key={one.key}>
                <NavLink to={`/operations/${one.key}`} className={classes.link} aria-current={one === part ? 'page' : undefined}>
                  <Icon name={one.permission && !can(one.permission) ? 'lock' : one.icon} size={16} /> {one.label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className={classes.content}>
          {allowed ? (
            <part.Content />
          ) : (
            <Panel>
              <EmptyPanel icon="lock" title={`${part.label} are not open to your role`}>
                It needs the permission {part.permission}. A release manager of your side can give you a role that holds it.
              </EmptyPanel>
            </Panel>
          )}
        </div>
      </div>
    </PageFrame>
  );
}
