import { Menu, UnstyledButton, VisuallyHidden, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useMembership, useSession } from '../session/session-context';
import { Icon } from './icon';
import { PersonMark } from './person-mark';
import { SideBadge } from './side-badge';
import classes from './user-menu.module.css';

/** Who I am, on which side, with which roles. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { me, membership } = useMembership();
  const { signOut } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" width={280} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <PersonMark name={me.name} side={membership.side} size={32} />
          <span className={classes.name}>{me.name}</span>
          <VisuallyHidden>, {membership.side} side: account</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <div className={classes.person}>{me.name}</div>
          <div className={classes.soft}>{me.email}</div>
          <div className={classes.line}>
            <SideBadge side={membership.side} name={membership.partyName} />
          </div>
          <div className={classes.soft}>
            {membership.department} · {membership.roles.join(', ') || 'no role'}
          </div>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="person" size={16} />} onClick={() => void navigate('/operations/account')}>
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={() => void navigate('/operations/tokens')}>
          API tokens
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="book" size={16} />} component="a" href="/api/docs" target="_blank" rel="noreferrer">
          API explorer
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" size={16} />} onClick={onHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={16} />}
          onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          {scheme === 'dark' ? 'Light colours' : 'Dark colours'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="arrow" size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
