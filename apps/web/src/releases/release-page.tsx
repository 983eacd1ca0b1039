import { useParams, useSearchParams } from 'react-router';
import { useServiceQuery } from '../api/use-service-query';
import { Badge } from '../shell/badge';
import { PageFrame } from '../shell/page-frame';
import { QueryView } from '../shell/query-view';
import { AdviceBanner } from './advice-banner';
import { BlockersPanel } from './blockers-panel';
import { DecisionPanel } from './decision-panel';
import { ItemDrawer } from './item-drawer';
import { ItemsPanel } from './items-panel';
import { LifecycleActions } from './lifecycle-actions';
import classes from './release-page.module.css';
import { ReleaseTimeline } from './release-timeline';
import type { Release } from './release-types';
import { StandingPanel } from './standing-panel';
import { WindowPanel } from './window-panel';
import { kindWords, releaseStatusWords } from './words';

function ReleaseView({ release }: { release: Release }) {
  const [search, setSearch] = useSearchParams();
  const words = releaseStatusWords[release.status];
  const open = (item: string | null) =>
    setSearch(
      (now) => {
        if (item) now.set('item', item);
        else now.delete('item');
        return now;
      },
      { replace: !item, preventScrollReset: true },
    );
  const item = release.sections.flatMap((section) => section.items).find((one) => one.key === search.get('item')) ?? null;
  return (
    <PageFrame
      title={release.name}
      back={{ to: '/releases', label: 'Releases' }}
      badges={
        <>
          <Badge tone={words.tone} icon={words.icon}>
            {words.label}
          </Badge>
          <Badge>{release.environment}</Badge>
          <Badge>{kindWords[release.kind]}</Badge>
          {release.components.map((component) => (
            <Badge key={component.name}>
              {component.name} {component.version}
            </Badge>
          ))}
        </>
      }
      actions={<LifecycleActions release={release} />}
    >
      <AdviceBanner release={release} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <StandingPanel release={release} />
          <BlockersPanel release={release} onOpen={open} />
          <ItemsPanel release={release} onOpen={open} />
        </div>
        <div className={classes.aside}>
          <DecisionPanel release={release} />
          <WindowPanel release={release} />
          <ReleaseTimeline release={release} />
        </div>
      </div>
      <ItemDrawer release={release} item={item} onClose={() => open(null)} />
    </PageFrame>
  );
}

export function ReleasePage() {
  const { releaseId = '' } = useParams();
  const release = useServiceQuery<Release>(`/api/checklist/v1/releases/${releaseId}`, { refetchInterval: 15_000 });
  if (release.data) return <ReleaseView release={release.data} />;
  return (
    <PageFrame title="Release" back={{ to: '/releases', label: 'Releases' }}>
      <QueryView query={release} framed rows={8}>
        {() => null}
      </QueryView>
    </PageFrame>
  );
}
