import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { useMembership } from '../session/session-context';
import { useEngagement } from '../session/use-engagement';
import { cityOf, describeZone } from '../time/format-instant';
import { useNow } from '../time/use-now';
import { browserZone, useZoneChoice } from '../time/zone-context';
import { Icon } from './icon';
import classes from './zone-menu.module.css';

/** Says in which zone the page shows its times, and changes it. */
export function ZoneMenu() {
  const { me } = useMembership();
  const { zone, choose } = useZoneChoice();
  const now = new Date(useNow(60_000)).toISOString();
  const engagement = useEngagement();
  const offers = [
    { zone: me.zone, label: 'Your profile', reset: true },
    ...(engagement.data
      ? [
          { zone: engagement.data.client.zone, label: `${engagement.data.client.name} (client)`, reset: false },
          { zone: engagement.data.vendor.zone, label: `${engagement.data.vendor.name} (vendor)`, reset: false },
        ]
      : []),
    { zone: browserZone(), label: 'This device', reset: false },
    { zone: 'UTC', label: 'Coordinated universal time', reset: false },
  ];
  return (
    <Menu position="bottom-end" width={300} shadow="md">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" className={classes.button} leftSection={<Icon name="clock" size={16} />}>
          <VisuallyHidden>Times are shown in </VisuallyHidden>
          <span className={classes.long}>{describeZone(zone, now)}</span>
          <span className={classes.short}>{cityOf(zone)}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Show all times in</Menu.Label>
        {offers.map((offer) => (
          <Menu.Item
            key={offer.label}
            onClick={() => choose(offer.reset ? null : offer.zone)}
            rightSection={offer.zone === zone ? <Icon name="check" size={16} /> : null}
          >
            <div>{offer.label}</div>
            <div className={classes.zone}>{describeZone(offer.zone, now)}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
