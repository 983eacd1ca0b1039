import { Button, Center, Container, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { EmptyPanel } from '../shell/empty-panel';
import { useSession } from './session-context';

/** Lets through who is signed in and a member of an engagement. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { status, membership, me, retry, signOut } = useSession();
  const { pathname, search } = useLocation();
  if (status === 'starting')
    return (
      <Center mih="100dvh" role="status" aria-label="Starting">
        <Loader />
      </Center>
    );
  if (status === 'unreachable')
    return (
      <Container size="sm" py="xl" component="main">
        <EmptyPanel icon="alert" title="Slipway does not answer" action={<Button onClick={retry}>Try again</Button>}>
          The server is starting, or cannot be reached from here. Nothing you saved is lost.
        </EmptyPanel>
      </Container>
    );
  if (status === 'signed-out') return <Navigate to={`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`} replace />;
  if (!membership)
    return (
      <Container size="sm" py="xl" component="main">
        <EmptyPanel
          icon="people"
          title="You are not a member of any engagement yet"
          action={<Button onClick={() => void signOut()}>Sign out</Button>}
        >
          You are signed in as {me?.name} ({me?.email}). Ask a release manager of your company to add you, then reload this page.
        </EmptyPanel>
      </Container>
    );
  return children;
}
