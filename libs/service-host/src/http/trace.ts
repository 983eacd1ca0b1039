import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

export interface Trace {
  /** 32 hex digits, W3C trace context. */
  traceId: string;
  /** 16 hex digits: this request's, or this handler's, own part of the trace. */
  spanId: string;
  flags: string;
  requestId: string;
}

const traces = new AsyncLocalStorage<Trace>();

export function currentTrace(): Trace | undefined {
  return traces.getStore();
}

/** The W3C `traceparent` to hand on with whatever the current request or handler causes; a new trace outside of any. */
export function currentTraceparent(): string {
  const trace = traces.getStore() ?? newTrace(undefined);
  return `00-${trace.traceId}-${trace.spanId}-${trace.flags}`;
}

/** Runs code as a part of the trace that `traceparent` names; an unreadable one starts a new trace. */
export function inTrace<T>(traceparent: string | undefined, work: () => T): T {
  return traces.run(newTrace(traceparent), work);
}

export function runTrace<T>(trace: Trace, work: () => T): T {
  return traces.run(trace, work);
}

export function newTrace(traceparent: string | undefined, requestId?: string): Trace {
  const [, traceId, , flags] = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})/.exec(traceparent ?? '') ?? [];
  const spanId = randomBytes(8).toString('hex');
  const known = traceId !== undefined && !/^0+$/.test(traceId);
  return {
    traceId: known ? traceId : randomBytes(16).toString('hex'),
    spanId,
    flags: known ? (flags ?? '01') : '01',
    requestId: requestId ?? spanId,
  };
}
