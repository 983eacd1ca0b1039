import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useMembership, useSession } from '../session/session-context';
import classes from './engagement-switcher.module.css';
import { Icon } from './icon';
import { SideBadge } from './side-badge';

/** The engagement that everything on the page belongs to. */
export function EngagementSwitcher() {
  const { me, membership } = useMembership();
  const { switchEngagement } = useSession();
  const navigate = useNavigate();
  if (me.memberships.length < 2)
    return (
      <div className={classes.current}>
        <span className={classes.name}>{membership.engagementName}</span>
        <SideBadge side={membership.side} />
      </div>
    );
  return (
    <Menu position="bottom-start" width={320} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.current} data-button>
          <span className={classes.name}>{membership.engagementName}</span>
          <SideBadge side={membership.side} />
          <Icon name="down" size={14} />
          <VisuallyHidden>Switch the engagement</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your engagements</Menu.Label>
        {me.memberships.map((one) => (
          <Menu.Item
            key={one.engagementId}
            leftSection={
              <span style={{ width: 16, display: 'inline-block' }}>
                {one.engagementId === membership.engagementId ? <Icon name="check" size={16} /> : null}
              </span>
            }
            rightSection={<SideBadge side={one.side} />}
            onClick={() => {
              switchEngagement(one.engagementId);
              void navigate('/releases');
            }}
          >
            <div>{one.engagementName}</div>
            <div className={classes.role}>{one.roles.join(', ') || 'member'}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
