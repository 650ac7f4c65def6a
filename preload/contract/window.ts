import type { CallAnswer, CallArgs, CallName, Pushes, PushName } from './channels.ts';

/** `window.gatelog`: all the page has. Subscribing returns unsubscribing. */
export interface GatelogBridge {
  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallAnswer<N>>;
  on<N extends PushName>(name: N, listener: (value: Pushes[N]) => void): () => void;
}

declare global {
  interface Window {
    readonly gatelog: GatelogBridge;
  }
}
