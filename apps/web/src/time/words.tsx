import { Fragment } from 'react';
import { Instant } from './instant';
import { splitInstants } from './split-instants';

/** A text of a service, its instants in the viewer's zone. */
export function Words({ text }: { text: string }) {
  return splitInstants(text).map((piece, index) => (
    <Fragment key={index}>{piece.instant ? <Instant at={piece.text} /> : piece.text}</Fragment>
  ));
}
