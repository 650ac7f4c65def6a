import { type ErrorCode, GatelogError } from '../../core/errors.ts';
import { readTrustList, type TrustList } from '../../core/trust/list.ts';
import type { RefusedFile, TrustReading } from '../../core/trust/parse-files.ts';
import { type DurationMs, seconds } from '../../core/units.ts';
import type { WorkerProcess } from '../delivery/target.ts';
import { type FromReader, fromReaderSchema, type ReadingPhase, type ToReader } from './messages.ts';

export interface ListReaderOptions {
  /** Starts main/trust/worker.ts in a process of its own. */
  readonly spawn: () => WorkerProcess;
  /** Longest silence of that process before it is given up. ms [1...600000], default 30000. */
  readonly hungAfterMs?: DurationMs;
  /** Most processes that were given up and have not gone yet. [1...10], default 2. */
  readonly maxAbandoned?: number;
}

export interface ListReaderHooks {
  readonly onProgress?: (phase: ReadingPhase, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Reads trust lists from a stick in a process of its own, one after the other. */
export interface ListReader {
  /**
   * Reads the lists of a file or folder.
   * @throws GatelogError `trust/gone`, `trust/read-failed`, `trust/too-large`, `trust/hung`; `trust/busy` where one
   * reading is under way or this one was cancelled
   */
  read(path: string, hooks?: ListReaderHooks): Promise<TrustReading>;
  /** Ends the process of a reading under way. */
  close(): void;
}

/**
 * A process for each reading. No sign of life for `hungAfterMs`: it is killed and given up (one that hangs in the kernel
 * stays until the kernel lets go), and no more than `maxAbandoned` may hang.
 */
export function createListReader(options: ListReaderOptions): ListReader {
  const hungAfterMs = options.hungAfterMs ?? seconds(30);
  const maxAbandoned = options.maxAbandoned ?? 2;
  const abandoned = new Set<WorkerProcess>();
  let running: WorkerProcess | null = null;

  const run = (path: string, hooks: ListReaderHooks): Promise<TrustReading> =>
    new Promise((resolve, reject) => {
      const child = options.spawn();
      running = child;
      const lists: TrustList[] = [];
      let timer: NodeJS.Timeout | undefined;
      let ended = false;
      const end = (settle: () => void): void => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        hooks.signal?.removeEventListener('abort', onAbort);
        running = null;
        child.kill();
        settle();
      };
      const fail = (error: GatelogError): void => end(() => reject(error));
      const giveUp = (error: GatelogError): void => {
        abandoned.add(child);
        fail(error);
      };
      const onAbort = (): void => giveUp(new GatelogError('trust/busy', 'cancelled', { cancelled: true }));
      const wait = (): void => {
        clearTimeout(timer);
        timer = setTimeout(
          () => giveUp(new GatelogError('trust/hung', 'the stick does not answer', { hungAfterMs })),
          hungAfterMs,
        );
      };
      child.onExit((exitCode) => {
        abandoned.delete(child);
        fail(new GatelogError('trust/read-failed', 'the reading process ended', { exitCode }));
      });
      child.onMessage((raw) => {
        if (ended) return;
        const message = messageOf(raw);
        if (message === null) return fail(new GatelogError('trust/read-failed', 'an odd message'));
        wait();
        if (message.type === 'progress') hooks.onProgress?.(message.phase, message.done, message.total);
        else if (message.type === 'list') lists.push(message.list);
        else if (message.type === 'failed') fail(errorOf(message));
        else end(() => resolve({ lists, refused: message.refused }));
      });
      hooks.signal?.addEventListener('abort', onAbort);
      wait();
      child.send({ type: 'read', path } satisfies ToReader);
      if (hooks.signal?.aborted) onAbort();
    });

  return {
    read: async (path, hooks = {}) => {
      if (running !== null) throw new GatelogError('trust/busy', 'a list is being read');
      if (abandoned.size >= maxAbandoned) {
        throw new GatelogError('trust/hung', 'earlier tries still hang', { abandoned: abandoned.size });
      }
      return run(path, hooks);
    },
    close: () => running?.kill(),
  };
}

type Message =
  | Exclude<FromReader, { type: 'list' | 'done' }>
  | { readonly type: 'list'; readonly list: TrustList }
  | { readonly type: 'done'; readonly refused: readonly RefusedFile[] };

/** What that process said, checked like anything else that comes over a border; null where it is not as agreed. */
function messageOf(raw: unknown): Message | null {
  const parsed = fromReaderSchema.safeParse(raw);
  if (!parsed.success) return null;
  const message = parsed.data;
  if (message.type === 'done') {
    return { type: 'done', refused: message.refused.map((one) => ({ ...one, code: codeOf(one.code) })) };
  }
  if (message.type !== 'list') return message;
  try {
    return { type: 'list', list: readTrustList(message.list) };
  } catch {
    return null;
  }
}

/** Codes that the process may speak; anything else from there is `trust/read-failed`. */
const CODES: readonly ErrorCode[] = [
  'trust/invalid',
  'trust/unsupported',
  'trust/too-large',
  'trust/empty',
  'trust/gone',
  'trust/read-failed',
];
const codeOf = (code: string): ErrorCode => CODES.find((one) => one === code) ?? 'trust/read-failed';

function errorOf(failed: Extract<FromReader, { type: 'failed' }>): GatelogError {
  // The error class puts its code in front; it crossed with the text once already.
  const message = failed.message.replace(`${failed.code}: `, '');
  return new GatelogError(codeOf(failed.code), message, failed.context);
}
