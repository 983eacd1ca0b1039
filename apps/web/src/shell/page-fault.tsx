import { Button, Container } from '@mantine/core';
import { useRouteError } from 'react-router';
import { ProblemAlert } from './problem-alert';

const isStaleChunk = (error: unknown) => error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

/** A page broke, or its file is gone because a newer version was installed. */
export function PageFault() {
  const error = useRouteError();
  const stale = isStaleChunk(error);
  return (
    <Container size="sm" py="xl">
      <h1 style={{ fontSize: '1.4rem' }}>{stale ? 'A newer version of this page is there' : 'This page broke'}</h1>
      {stale ? <p>Slipway was updated, or your connection dropped, while this page was open.</p> : <ProblemAlert error={error} />}
      <Button mt="md" onClick={() => location.reload()}>
        Reload
      </Button>
    </Container>
  );
}
