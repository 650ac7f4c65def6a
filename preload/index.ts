import { contextBridge, ipcRenderer } from 'electron';
import type { GatelogBridge } from './contract/window.ts';

const CALL_CHANNEL: typeof import('./contract/channels.ts').CALL_CHANNEL = 'gatelog:call';
const PUSH_CHANNEL: typeof import('./contract/channels.ts').PUSH_CHANNEL = 'gatelog:push';

// One listener on the real channel; the page's listeners never see an event object.
const listeners = new Map<string, Set<(value: never) => void>>();
ipcRenderer.on(PUSH_CHANNEL, (_event, name: string, value: unknown) => {
  for (const listener of listeners.get(name) ?? []) (listener as (value: unknown) => void)(value);
});

const bridge = {
  call: (name, args) => ipcRenderer.invoke(CALL_CHANNEL, name, args),
  on: (name, listener) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set);
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  },
} satisfies GatelogBridge;

contextBridge.exposeInMainWorld('gatelog', bridge);
