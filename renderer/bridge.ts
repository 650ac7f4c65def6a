import type { CallArgs, CallName, CallResults, Pushes, PushName } from '../preload/contract/channels.ts';
import '../preload/contract/window.ts';

/** A call that main refused or could not do; `code` is a GatelogError code with a text under `errors`. */
export class CallFailed extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'CallFailed';
    this.code = code;
  }
}

/** Calls main. Throws CallFailed with the code that main gave, `internal` where the bridge itself broke. */
export async function call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallResults[N]> {
  const answer = await window.gatelog.call(name, args).catch(() => {
    throw new CallFailed('internal');
  });
  if (!answer.ok) throw new CallFailed(answer.code);
  return answer.value;
}

/** Subscribes to what main pushes; returns unsubscribing. */
export function onPush<N extends PushName>(name: N, listener: (value: Pushes[N]) => void): () => void {
  return window.gatelog.on(name, listener);
}

/** Code of anything a call threw. */
export const codeOf = (error: unknown): string => (error instanceof CallFailed ? error.code : 'internal');
