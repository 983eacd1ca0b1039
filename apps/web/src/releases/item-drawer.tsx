import { Button, Drawer, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { ReviewPart } from '../reviews/review-part';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { Icon } from '../shell/icon';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import { Words } from '../time/words';
import { AddEvidenceForm } from './add-evidence-form';
import { EvidenceList } from './evidence-list';
import classes from './item-drawer.module.css';
import { ItemTasks } from './item-tasks';
import type { Release, ReleaseItem } from './release-types';
import { WaiverPart } from './waiver-part';
import { departmentName, itemStateWords } from './words';

function ItemView({ release, item }: { release: Release; item: ReleaseItem }) {
  const { can } = useMembership();
  const [adding, setAdding] = useState(false);
  const words = itemStateWords[item.state];
  const blocker = release.blockers.find((one) => one.itemKey === item.key);
  const open = release.status === 'preparing' || release.status === 'decided';
  const mayAdd = open && can('evidence:add') && item.signOff === 'required';
  return (
    <Stack gap="lg">
      <div>
        <div className={classes.badges}>
          <Badge tone={words.tone} icon={words.icon}>
            {words.label}
          </Badge>
          <SideBadge side={item.side} />
          <Badge icon="review">
            {item.signOff === 'by-fact' ? 'Passes by fact' : `Reviewed by ${departmentName(item.auditor).toLowerCase()}`}
          </Badge>
        </div>
        <p className={classes.reason}>
          <Words text={item.reason} />
        </p>
        {blocker ? (
          <p className={classes.unblock}>
            <Icon name="arrow" size={16} />{' '}
            <span>
              <Words text={blocker.unblock} />
            </span>
          </p>
        ) : null}
        {item.staleAt ? (
          <p className={classes.soft}>
            Its proof goes out of date <Instant at={item.staleAt} relative />.
          </p>
        ) : null}
      </div>

      <section aria-labelledby="proof-needed">
        <h3 id="proof-needed" className={classes.heading}>
          Proof that can show it
        </h3>
        <ul className={classes.needed}>
          {item.proof.map((proof) => (
            <li key={proof}>{proof}</li>
          ))}
        </ul>
        <p className={classes.soft}>
          {item.freshDays
            ? `Good for ${item.freshDays === 1 ? 'one day' : `${item.freshDays} days`}, then it has to be shown again.`
            : 'It does not go out of date.'}
          {item.signOff === 'by-fact' ? ' The product watches for it; nobody can enter it by hand.' : ''}
        </p>
      </section>

      <section aria-labelledby="proof-had">
        <div className={classes.row}>
          <h3 id="proof-had" className={classes.heading}>
            Proof there is
          </h3>
          {mayAdd && !adding ? (
            <Button size="compact-sm" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
              Add evidence
            </Button>
          ) : null}
        </div>
        {adding ? <AddEvidenceForm release={release} item={item} onDone={() => setAdding(false)} /> : null}
        <EvidenceList evidence={item.evidence} total={item.evidenceCount} />
      </section>

      <ItemTasks release={release} item={item} />
      {item.signOff === 'required' ? <ReviewPart item={item} /> : null}
      <WaiverPart release={release} item={item} />
    </Stack>
  );
}

/** One item: what proof it needs, what proof there is, and who decides on it. */
export function ItemDrawer({ release, item, onClose }: { release: Release; item: ReleaseItem | null; onClose: () => void }) {
  const narrow = useMediaQuery('(max-width: 700px)');
  return (
    <Drawer
      opened={item !== null}
      onClose={onClose}
      position="right"
      size={narrow ? '100%' : 620}
      title={<strong className={classes.title}>{item?.title}</strong>}
      classNames={{ body: classes.body }}
    >
      {item ? <ItemView key={item.key} release={release} item={item} /> : null}
    </Drawer>
  );
}
