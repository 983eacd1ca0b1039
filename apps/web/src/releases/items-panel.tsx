import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { ReadinessRing } from '../charts/readiness-ring';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { Panel } from '../shell/panel';
import { SideBadge } from '../shell/side-badge';
import { Words } from '../time/words';
import classes from './items-panel.module.css';
import type { Release, ReleaseItem } from './release-types';
import { departmentName, itemStateWords } from './words';

const concerns = (item: ReleaseItem, side: string) => item.side === side || item.side === 'both';

function ItemRow({ item, onOpen }: { item: ReleaseItem; onOpen: (item: string) => void }) {
  const words = itemStateWords[item.state];
  const people = item.tasks.flatMap((task) => (task.assignee && task.status !== 'done' ? [task.assignee.name] : []));
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.button} onClick={() => onOpen(item.key)} data-item={item.key}>
        <span className={classes.state}>
          <Badge tone={words.tone} icon={words.icon}>
            {words.label}
          </Badge>
        </span>
        <span className={classes.words}>
          <span className={classes.title}>{item.title}</span>
          <span className={classes.soft}>
            <Words text={!item.done && people.length ? `${people.join(' and ')} – ${item.reason}` : item.reason} />
          </span>
        </span>
        <span className={classes.meta}>
          <SideBadge side={item.side} />
          <span className={classes.soft}>
            {item.signOff === 'by-fact' ? 'by fact' : `review: ${departmentName(item.auditor).toLowerCase()}`}
          </span>
        </span>
      </UnstyledButton>
    </li>
  );
}

/** Every item of the recipe by section; each opens its proof. */
export function ItemsPanel({ release, onOpen }: { release: Release; onOpen: (item: string) => void }) {
  const { membership } = useMembership();
  const [filter, setFilter] = useState<string>('all');
  const fits = (item: ReleaseItem) => (filter === 'open' ? !item.done : filter === 'mine' ? concerns(item, membership.side) : true);
  const sections = release.sections
    .map((section) => ({ ...section, shown: section.items.filter(fits) }))
    .filter((section) => section.shown.length);
  return (
    <Panel
      title={`${release.readiness.total} items`}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which items"
          data={[
            { value: 'all', label: 'All' },
            { value: 'open', label: 'To do' },
            { value: 'mine', label: 'Our side' },
          ]}
          value={filter}
          onChange={setFilter}
        />
      }
    >
      {sections.length ? null : <p className={classes.none}>No item is to do.</p>}
      {sections.map((section) => (
        <section key={section.key} id={`section-${section.key}`} aria-labelledby={`title-${section.key}`} className={classes.section}>
          <h3 className={classes.head} id={`title-${section.key}`}>
            <ReadinessRing done={section.done} total={section.total} size={24} label="Section" />
            {section.title}
            <span className={classes.count} aria-hidden="true">
              {section.done} of {section.total}
            </span>
          </h3>
          <ul className={classes.list}>
            {section.shown.map((item) => (
              <ItemRow key={item.key} item={item} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}
