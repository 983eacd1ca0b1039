import { Kbd, Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import classes from './shortcut-help.module.css';
import type { Shortcut } from './shortcuts';
import { useShortcutRegistry, useShortcuts } from './shortcuts-provider';

/** Opens with `?`: which keys work on this page. */
export function useShortcutHelp(): { open: () => void; help: React.ReactNode } {
  const registry = useShortcutRegistry();
  const [shown, setShown] = useState<Shortcut[] | null>(null);
  const open = () => setShown(registry.list());
  useShortcuts([{ keys: '?', label: 'Show this help', group: 'Everywhere', run: open }]);
  const groups = [...new Set((shown ?? []).map((shortcut) => shortcut.group))];
  const help = (
    <Modal opened={shown !== null} onClose={() => setShown(null)} title="Keyboard">
      <Switch
        label="Single-key shortcuts"
        description="Switch them off if speech input or a screen reader triggers them by accident. Tab, Enter and Escape work in any case."
        checked={registry.enabled}
        onChange={(event) => registry.setEnabled(event.currentTarget.checked)}
        mb="md"
      />
      {groups.map((group) => (
        <section key={group} className={classes.group} aria-label={group}>
          <h3 className={classes.title}>{group}</h3>
          <dl className={classes.list}>
            {(shown ?? [])
              .filter((shortcut) => shortcut.group === group)
              .map((shortcut) => (
                <div key={shortcut.keys + shortcut.label} className={classes.row}>
                  <dt>
                    {shortcut.keys.split(' ').map((key) => (
                      <Kbd key={key} mr={4}>
                        {key}
                      </Kbd>
                    ))}
                  </dt>
                  <dd>{shortcut.label}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
  return { open, help };
}
