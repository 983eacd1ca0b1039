import { VisuallyHidden } from '@mantine/core';
import { NavLink } from 'react-router';
import { useMembership } from '../session/session-context';
import { Icon, type IconName } from './icon';
import classes from './main-navigation.module.css';
import type { Shortcut } from './shortcuts';
import { useWorkCount } from './use-work-count';

const places: { to: string; label: string; icon: IconName; keys: string; question: string }[] = [
  { to: '/releases', label: 'Releases', icon: 'releases', keys: 'g r', question: 'Are we ready?' },
  { to: '/my-work', label: 'My work', icon: 'work', keys: 'g w', question: 'Tasks and reviews' },
  { to: '/windows', label: 'Windows', icon: 'windows', keys: 'g i', question: 'When?' },
  { to: '/tickets', label: 'Tickets', icon: 'tickets', keys: 'g t', question: 'Who takes it?' },
  { to: '/kpis', label: 'KPIs', icon: 'kpis', keys: 'g k', question: 'Did it go well?' },
  { to: '/operations', label: 'Operations', icon: 'operations', keys: 'g o', question: 'People, desks, tokens' },
];

export const navigationShortcuts = (go: (to: string) => void): Shortcut[] =>
  places.map((place) => ({ keys: place.keys, label: `Go to ${place.label}`, group: 'Everywhere', run: () => go(place.to) }));

export function MainNavigation() {
  const { can } = useMembership();
  const waiting = useWorkCount();
  return (
    <ul className={classes.list}>
      {places.map((place) => (
        <li key={place.to}>
          <NavLink to={place.to} className={classes.link}>
            <Icon name={place.icon} size={20} />
            <span className={classes.words}>
              <span>{place.label}</span>
              <span className={classes.question}>{place.question}</span>
            </span>
            {place.to === '/my-work' && waiting > 0 && can('release:read') ? (
              <span className={classes.count}>
                {waiting > 99 ? '99+' : waiting}
                <VisuallyHidden> waiting for you</VisuallyHidden>
              </span>
            ) : null}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
