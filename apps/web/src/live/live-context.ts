import { createContext, use } from 'react';

/** `live`: changes arrive by themselves; `reconnecting`: the page asks more often until the stream is back. */
export type LiveState = 'off' | 'connecting' | 'live' | 'reconnecting';

export const LiveContext = createContext<LiveState>('off');
export const useLiveState = (): LiveState => use(LiveContext);
