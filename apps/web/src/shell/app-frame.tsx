import { ActionIcon, AppShell, Burger, ScrollArea, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect } from 'react';
import { Outlet, useLocation, useNavigate, useNavigation } from 'react-router';
import { useMembership } from '../session/session-context';
import classes from './app-frame.module.css';
import { EngagementSwitcher } from './engagement-switcher';
import { Icon } from './icon';
import { LiveStatus } from './live-status';
import { MainNavigation, navigationShortcuts } from './main-navigation';
import { Skeletons } from './query-view';
import { useShortcutHelp } from './shortcut-help';
import { useShortcuts } from './shortcuts-provider';
import { SlipwayMark } from './slipway-mark';
import { UserMenu } from './user-menu';
import { ZoneMenu } from './zone-menu';

/** Header, navigation and the page. */
export function AppFrame() {
  const { membership } = useMembership();
  const [opened, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const { open: openHelp, help } = useShortcutHelp();
  useShortcuts(navigationShortcuts((to) => void navigate(to)));
  const close = menu.close;
  useEffect(() => close(), [pathname, close]);

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'md', collapsed: { mobile: !opened } }}
      layout="alt"
      withBorder={false}
      padding={{ base: 12, sm: 24 }}
    >
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Burger
          opened={opened}
          onClick={menu.toggle}
          hiddenFrom="md"
          size="sm"
          aria-label={opened ? 'Close the navigation' : 'Open the navigation'}
          aria-expanded={opened}
        />
        <EngagementSwitcher />
        <div className={classes.spacer} />
        <LiveStatus />
        <ZoneMenu />
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Keyboard shortcuts" onClick={openHelp} visibleFrom="md">
            <Icon name="keyboard" size={20} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={scheme === 'dark' ? 'Light colours' : 'Dark colours'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={scheme === 'dark' ? 'Switch to light colours' : 'Switch to dark colours'}
            onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
            visibleFrom="xs"
          >
            <Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={20} />
          </ActionIcon>
        </Tooltip>
        <UserMenu onHelp={openHelp} />
      </AppShell.Header>
      <AppShell.Navbar className={classes.rail} data-closed={!opened || undefined} aria-label="Main navigation">
        <div className={classes.brand}>
          <SlipwayMark size={30} />
          <Burger opened onClick={menu.close} hiddenFrom="md" size="sm" color="#fff" aria-label="Close the navigation" />
        </div>
        <ScrollArea style={{ flex: 1 }}>
          <MainNavigation />
        </ScrollArea>
        <div className={classes.railFoot}>
          <div>{membership.partyName}</div>
          <div>{membership.side === 'client' ? 'uses the solution' : 'builds the solution'}</div>
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main} aria-busy={navigation.state !== 'idle'}>
        <div className={classes.progress} data-on={navigation.state !== 'idle' || undefined} aria-hidden="true" />
        <Suspense fallback={<Skeletons />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      {help}
    </AppShell>
  );
}
