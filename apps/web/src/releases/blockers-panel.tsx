import { Button, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { Words } from '../time/words';
import classes from './blockers-panel.module.css';
import { describeActor } from './describe-actor';
import type { Blocker, Release } from './release-types';
import { itemStateWords } from './words';

const firstShown = 6;
const isMine = (blocker: Blocker, personId: string) =>
  blocker.mustAct.some((actor) => actor.people.some((person) => person.personId === personId));

function BlockerRow({ blocker, mine, onOpen }: { blocker: Blocker; mine: boolean; onOpen: (item: string) => void }) {
  const words = itemStateWords[blocker.state];
  return (
    <li className={classes.row} data-mine={mine || undefined}>
      <UnstyledButton className={classes.button} onClick={() => onOpen(blocker.itemKey)}>
        <span className={classes.title}>{blocker.title}</span>
        <span className={classes.state}>
          <Badge tone={words.tone} icon={words.icon}>
            {words.label}
          </Badge>
          {mine ? (
            <Badge tone="info" icon="person">
              You can act
            </Badge>
          ) : null}
        </span>
        <span className={classes.facts}>
          <span>
            <b>Why</b>{' '}
            <span>
              <Words text={blocker.reason} />
            </span>
          </span>
          <span>
            <b>Who</b> <span>{blocker.mustAct.map(describeActor).join('; ') || 'nobody is named'}</span>
          </span>
          <span>
            <b>Unblocks</b>{' '}
            <span>
              <Words text={blocker.unblock} />
            </span>
          </span>
        </span>
      </UnstyledButton>
    </li>
  );
}

/** Why the release is not ready, who must act, and what would change it. */
export function BlockersPanel({ release, onOpen }: { release: Release; onOpen: (item: string) => void }) {
  const { me } = useMembership();
  const [all, setAll] = useState(false);
  if (release.status !== 'preparing' && release.status !== 'decided') return null;
  if (!release.blockers.length)
    return (
      <Panel title="What stands in the way">
        <EmptyPanel icon="check" title="Nothing">
          Every item is proven or waived. Both sides can decide.
        </EmptyPanel>
      </Panel>
    );
  const sorted = [...release.blockers].sort((a, b) => Number(isMine(b, me.personId)) - Number(isMine(a, me.personId)));
  const shown = all ? sorted : sorted.slice(0, firstShown);
  return (
    <Panel title="What stands in the way" note="Yours first. Open one to see what proof it needs." flush>
      <ul className={classes.list}>
        {shown.map((blocker) => (
          <BlockerRow key={blocker.itemKey} blocker={blocker} mine={isMine(blocker, me.personId)} onOpen={onOpen} />
        ))}
      </ul>
      {sorted.length > firstShown ? (
        <Button
          variant="subtle"
          fullWidth
          radius={0}
          onClick={() => setAll(!all)}
          aria-expanded={all}
          rightSection={<Icon name="down" size={14} />}
        >
          {all ? 'Show fewer' : `Show all ${sorted.length}`}
        </Button>
      ) : null}
    </Panel>
  );
}
