import { statSync } from 'node:fs';
import { GatelogError, isGatelogError, toGatelogError } from '../../core/errors.ts';
import type { Pushes, PushName } from '../../preload/contract/channels.ts';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { StartView } from '../../preload/contract/start-views.ts';
import { createBridge, type IncomingCall } from '../bridge/bridge.ts';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { type KeptKey, wantsKey } from '../log/kept-key.ts';
import { tidyCode } from '../staff/recovery.ts';
import { createTries } from '../staff/tries.ts';
import type { OpeningNews, OpeningTask } from './messages.ts';

/** A thread that opens a log; see worker.ts. */
export interface OpeningThread {
  onNews(listener: (news: OpeningNews) => void): void;
  /** Told once it is gone, whatever for. */
  onExit(listener: () => void): void;
  /** Lets it close the log and end. */
  release(): void;
  stop(): void;
}

export interface OpeningParts {
  readonly language: Language;
  readonly logFile: string;
  readonly key: Pick<KeptKey, 'read' | 'hasCode' | 'recover' | 'file'>;
  /** Monotonic ms. */
  readonly uptimeMs: () => number;
  readonly startThread: (task: OpeningTask) => OpeningThread;
  /** Opens the gate: the log is whole, and was just gone through. Throws `log/...`. */
  readonly openGate: () => void;
  /** Ends the program: whoever stands there gave up. */
  readonly quit: () => void;
  readonly push: <N extends PushName>(name: N, value: Pushes[N]) => void;
  readonly diagnostics: Diagnostics;
}

/** What stands before the gate while its log is opened. */
export interface Opening {
  readonly bridge: (call: IncomingCall) => ReturnType<ReturnType<typeof createBridge>>;
  /** Begins; the page is told of every step. */
  start(): void;
  close(): Promise<void>;
}

/** True where the kiosk was not ended properly: SQLite takes the WAL away when the last connection closes. */
export const wasCut = (logFile: string): boolean =>
  (statSync(`${logFile}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

export function createOpening(parts: OpeningParts): Opening {
  const { language, push, diagnostics } = parts;
  let view: StartView = { kind: 'opening', language, found: null };
  let thread: OpeningThread | null = null;
  const tries = createTries(parts.uptimeMs);
  let isRecovered = false;
  const show = (now: StartView): void => {
    view = now;
    push('start.state', now);
  };
  const fail = (error: GatelogError): void => {
    diagnostics.problem(error, 'start');
    // A code that brought back a key that does not open the log brings back no other.
    const mayHelp = wantsKey(error) && parts.key.hasCode() && !isRecovered;
    const { code } = error;
    show(
      mayHelp
        ? { kind: 'recover', language, code, keyFile: parts.key.file }
        : { kind: 'failed', language, code },
    );
  };
  const open = (): void => {
    try {
      parts.openGate();
    } catch (error) {
      fail(toGatelogError(error, 'log/open-failed'));
      return;
    }
    show({ kind: 'open' });
  };
  const start = (): void => {
    show({ kind: 'opening', language, found: null });
    let key: Uint8Array;
    try {
      key = parts.key.read();
    } catch (error) {
      fail(toGatelogError(error));
      return;
    }
    const own = parts.startThread({ path: parts.logFile, key });
    thread = own;
    let isDone = false;
    own.onNews((news) => {
      if (thread !== own) return;
      if (news.kind === 'found') {
        show({ kind: 'opening', language, found: news.end });
        return;
      }
      isDone = true;
      if (news.kind === 'failed') fail(new GatelogError(news.code, news.message));
      else open();
      own.release();
      thread = null;
    });
    own.onExit(() => {
      if (isDone || thread !== own) return;
      thread = null;
      // It could not even say why. The gate opens as it does after a proper end, or says itself what is wrong.
      open();
    });
  };
  const recover = (code: string): void => {
    if (view.kind !== 'recover') return;
    if (tries.mustWait()) throw new GatelogError('key/wait', 'too many wrong codes: wait half a minute');
    try {
      parts.key.recover(tidyCode(code));
    } catch (error) {
      if (isGatelogError(error, 'key/wrong-code')) tries.wrong();
      throw error;
    }
    tries.right();
    isRecovered = true;
    diagnostics.note('start', 'key/recovered');
    start();
  };
  return {
    bridge: createBridge({
      handlers: {
        'start.state': () => view,
        'start.again': () => {
          if (view.kind === 'failed' || view.kind === 'recover') start();
          return null;
        },
        'start.quit': () => {
          parts.quit();
          return null;
        },
        'start.recover': ({ code }) => {
          recover(code);
          return null;
        },
        'setup.state': () => null,
      },
      role: () => 'guard',
      onProblem: diagnostics.problem,
    }),
    start,
    close: () => {
      thread?.stop();
      thread = null;
      return Promise.resolve();
    },
  };
}
