import { GatelogError } from '../../core/errors.ts';
import type { DurationMs, TimestampMs } from '../../core/units.ts';
import {
  type BaudRate,
  type BaudSearch,
  beginSearch,
  looksLikeText,
  resumeSearch,
  searchBaud,
} from './baud.ts';
import {
  createFramer,
  type Discarded,
  discarded,
  type Frame,
  type Framed,
  type Terminator,
  type TerminatorSetting,
} from './frame.ts';
import { failureOf, type Port, type PortFactory } from './port.ts';
import {
  type ConnectionEffect,
  type ConnectionInput,
  type ConnectionState,
  type ReconnectOptions,
  reconnect,
  reconnectOptions,
  type ScannerProblem,
} from './reconnect.ts';

/** One read from a serial scanner. */
export interface ScannerRead {
  readonly bytes: Uint8Array;
  readonly terminator: Terminator;
  /** See Frame.truncated. */
  readonly truncated: boolean;
  /** When its end was seen. */
  readonly atMs: TimestampMs;
}

export interface ScannerOptions {
  /** Path or name of the port. */
  readonly path: string;
  readonly lane: string;
  readonly baudRate: BaudRate | 'auto';
  readonly terminator: TerminatorSetting;
  /** Gap between bytes that ends a read. ms [20...1000], default 60. */
  readonly silenceMs?: number;
  readonly portFactory: PortFactory;
  readonly now: () => TimestampMs;
  readonly onRead: (read: ScannerRead) => void;
  /** Called on every change, at once. `problem` is a key of the screen's texts. */
  readonly onState: (
    state: ConnectionState['name'],
    problem: ScannerProblem | null,
    baudRate: BaudRate,
  ) => void;
  readonly onDiscarded: (discarded: Discarded) => void;
  /** Tells a read at the right speed from one at the wrong; looksLikeText where left out. */
  readonly looksRight?: (bytes: Uint8Array) => boolean;
  readonly reconnect?: Partial<Record<keyof ReconnectOptions, number>>;
}

export interface Scanner {
  readonly path: string;
  readonly lane: string;
  start(): void;
  /** Closes the port and every timer; nothing is called after it. A read in the middle of arriving is dropped. */
  close(): Promise<void>;
}

/** A silence timer so late means that this process stood still, not that the line did. */
const STALLED_MS = 15;
/** Fewer bytes of noise say nothing about the speed: plugging in a cable makes them too. */
const TELLING_NOISE_BYTES = 4;

/**
 * One serial scanner: opens its port and keeps it open, frames what comes, finds its speed. The rules are in
 * frame.ts, reconnect.ts and baud.ts; here are only the port and the timers.
 * Throws `settings/invalid` for options outside their ranges.
 */
export function createScanner(options: ScannerOptions): Scanner {
  const { path, lane, portFactory, looksRight = looksLikeText, silenceMs = 60 } = options;
  if (!(silenceMs >= 20 && silenceMs <= 1000)) {
    throw new GatelogError('settings/invalid', 'silenceMs has to be 20 to 1000', { silenceMs });
  }
  const limits = reconnectOptions(options.reconnect);
  const framer = createFramer(options.terminator);
  let search: BaudSearch = beginSearch(options.baudRate);
  let state: ConnectionState = { name: 'closed' };
  let shown = '';
  let port: Port | null = null;
  let closing: Promise<void> = Promise.resolve();
  let run = 0; // counts opens, so that what an earlier port still says is not heard
  let settling = false; // after a change of speed, until the line is silent
  let retryTimer: NodeJS.Timeout | undefined;
  let silenceTimer: NodeJS.Timeout | undefined;

  const show = (): void => {
    const problem = 'problem' in state ? state.problem : null;
    const now = `${state.name} ${problem} ${search.baudRate}`;
    if (now === shown) return;
    shown = now;
    options.onState(state.name, problem, search.baudRate);
  };

  const dispatch = (input: ConnectionInput): void => {
    const step = reconnect(state, input, limits);
    state = step.state;
    for (const effect of step.effects) perform(effect);
    show();
  };

  const perform = (effect: ConnectionEffect): void => {
    switch (effect.kind) {
      case 'open':
        open();
        break;
      case 'close-port':
        dropPort();
        break;
      case 'no-timer':
        clearTimeout(retryTimer);
        break;
      case 'timer':
        startRetryTimer(effect.input, effect.afterMs);
        break;
    }
  };

  const startRetryTimer = (input: 'open-overdue' | 'retry-due', afterMs: DurationMs): void => {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => dispatch({ kind: input }), afterMs);
  };

  const open = (): void => {
    run += 1;
    const mine = run;
    let goneEarly = false;
    const gone = (): void => {
      if (mine !== run) return;
      if (state.name === 'ready') dispatch({ kind: 'gone' });
      else goneEarly = true;
    };
    const onData = (bytes: Uint8Array): void => {
      if (mine === run && bytes.length > 0) receive(bytes);
    };
    search = resumeSearch(search, options.baudRate);
    // Not before the last port is closed: the same device would be busy with ourselves.
    closing
      .then(() => portFactory.open({ path, baudRate: search.baudRate, onData, onGone: gone }))
      .then(
        (opened) => {
          if (mine !== run) {
            void opened.close();
            return;
          }
          port = opened;
          dispatch({ kind: 'opened' });
          if (goneEarly) dispatch({ kind: 'gone' });
        },
        (error: unknown) => {
          if (mine === run) dispatch({ kind: 'open-failed', failure: failureOf(error) });
        },
      );
  };

  const dropPort = (): void => {
    run += 1;
    clearTimeout(silenceTimer);
    settling = false;
    deliver(framer.interrupt('cut-off'));
    const old = port;
    port = null;
    if (old !== null) closing = old.close().catch(() => undefined);
  };

  const receive = (bytes: Uint8Array): void => {
    if (settling) options.onDiscarded(discarded(bytes, 'wrong-baud-rate'));
    else deliver(framer.push(bytes));
    waitForSilence(silenceMs, false);
  };

  const waitForSilence = (afterMs: number, again: boolean): void => {
    clearTimeout(silenceTimer);
    if (!framer.waiting && !settling) return;
    const dueAt = performance.now() + afterMs;
    silenceTimer = setTimeout(() => {
      // Bytes may have come while this process stood still; let the driver hand them over before calling it silence.
      if (!again && performance.now() - dueAt > STALLED_MS) {
        waitForSilence(afterMs, true);
        return;
      }
      settling = false;
      deliver(framer.silence());
    }, afterMs);
  };

  const deliver = (framed: readonly Framed[]): void => {
    const baudRate = search.baudRate;
    for (const one of framed) {
      if (state.name === 'closed') return;
      if (search.baudRate !== baudRate) options.onDiscarded(discarded(one.bytes, 'wrong-baud-rate'));
      else if (one.kind === 'frame') judge(one);
      else ignore(one);
    }
    if (search.baudRate !== baudRate && state.name === 'ready') changeSpeed();
  };

  const judge = ({ bytes, terminator, truncated }: Frame): void => {
    // One byte tells nothing of the speed either way.
    const judged =
      bytes.length < 2 ? { search, deliver: true } : searchBaud(search, options.baudRate, looksRight(bytes));
    search = judged.search;
    if (judged.deliver) options.onRead({ bytes, terminator, truncated, atMs: options.now() });
    else options.onDiscarded(discarded(bytes, 'wrong-baud-rate'));
  };

  const ignore = (one: Discarded): void => {
    options.onDiscarded(one);
    const telling =
      one.why === 'noise' && one.sizeBytes >= TELLING_NOISE_BYTES && one.bytes.some((byte) => byte !== 0);
    if (telling && !search.sure) search = searchBaud(search, options.baudRate, false).search;
  };

  const changeSpeed = (): void => {
    const mine = run;
    settling = true;
    for (const one of framer.interrupt('wrong-baud-rate'))
      options.onDiscarded(discarded(one.bytes, 'wrong-baud-rate'));
    waitForSilence(silenceMs, false);
    show();
    port?.setBaudRate(search.baudRate).catch(() => {
      // A port that refuses a speed is opened anew with it.
      if (mine === run) dispatch({ kind: 'gone' });
    });
  };

  return {
    path,
    lane,
    start: () => dispatch({ kind: 'start' }),
    close: async () => {
      dispatch({ kind: 'close' });
      clearTimeout(silenceTimer);
      await closing;
    },
  };
}
