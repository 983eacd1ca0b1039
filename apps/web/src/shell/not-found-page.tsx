import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { EmptyPanel } from './empty-panel';
import { PageFrame } from './page-frame';
import { Panel } from './panel';

export function NotFoundPage() {
  return (
    <PageFrame title="No such page">
      <Panel>
        <EmptyPanel
          icon="search"
          title="Nothing lives at this address"
          action={
            <Button component={Link} to="/releases" variant="default">
              Go to the releases
            </Button>
          }
        >
          The link may be old, or cut off when it was copied.
        </EmptyPanel>
      </Panel>
    </PageFrame>
  );
}
