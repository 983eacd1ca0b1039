import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { currentCredentials } from '../api/client';
import { useSession } from '../session/session-context';
import { affectedServices } from './affected-services';
import { LiveContext, type LiveState } from './live-context';
import { eventStreamReader } from './read-event-stream';

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** The server pings more often than this; silence means a dead connection. */
const silenceMs = 75_000;
const gatherMs = 250;

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Type of the event that a `changed` tells of; null for anything else. */
function changedType(data: string): string | null {
  try {
    const { type } = JSON.parse(data) as { type?: unknown };
    return typeof type === 'string' ? type : null;
  } catch {
    return null;
  }
}

interface Listener {
  opened: () => void;
  changed: (type: string) => void;
  /** Events may have been lost. */
  missed: () => void;
}

/** @returns true when the server ended the stream because the token it was opened with ran out. */
async function readStream(signal: AbortSignal, listener: Listener): Promise<boolean> {
  const { accessToken, engagementId } = currentCredentials();
  const stop = new AbortController();
  const cut = () => stop.abort();
  signal.addEventListener('abort', cut);
  let silence = setTimeout(cut, silenceMs);
  try {
    const response = await fetch('/api/live', {
      headers: {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${accessToken ?? ''}`,
        ...(engagementId ? { 'Slipway-Engagement': engagementId } : {}),
      },
      signal: stop.signal,
    });
    if (response.status === 401) await currentCredentials().refresh();
    if (!response.ok || !response.body) return false;
    listener.opened();
    const read = eventStreamReader();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return false;
      clearTimeout(silence);
      silence = setTimeout(cut, silenceMs);
      for (const { event, data } of read(value)) {
        if (event === 'expired') return true;
        if (event === 'missed') listener.missed();
        const type = event === 'changed' ? changedType(data) : null;
        if (type) listener.changed(type);
      }
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', cut);
    cut();
  }
}

/** Listens to what happens in the engagement and reads again what it touches. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { engagementId, status } = useSession();
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('off');

  useEffect(() => {
    if (status !== 'signed-in' || !engagementId) {
      setState('off');
      return;
    }
    const stop = new AbortController();
    const touched = new Set<string>();
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      gathering = undefined;
      for (const service of touched) void client.invalidateQueries({ queryKey: [engagementId, service] });
      touched.clear();
    };
    const changed = (type: string) => {
      for (const service of affectedServices(type)) touched.add(service);
      if (touched.size) gathering ??= setTimeout(refresh, gatherMs);
    };
    const missed = () => void client.invalidateQueries({ queryKey: [engagementId] });
    const listen = async () => {
      let pauseMs = firstPauseMs;
      let broken = false;
      setState('connecting');
      while (!stop.signal.aborted) {
        const opened = () => {
          setState('live');
          pauseMs = firstPauseMs;
          if (broken) missed();
        };
        const expired = await readStream(stop.signal, { opened, changed, missed }).catch(() => false);
        if (stop.signal.aborted) return;
        broken = true;
        if (expired && (await currentCredentials().refresh())) continue;
        setState('reconnecting');
        await pause(pauseMs * (0.75 + Math.random() / 2), stop.signal);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
    };
    void listen();
    return () => {
      stop.abort();
      clearTimeout(gathering);
    };
  }, [engagementId, status, client]);

  return <LiveContext value={state}>{children}</LiveContext>;
}
