import { type ErrorCode, GatelogError } from '../../core/errors.ts';
import { type DurationMs, durationMs, seconds } from '../../core/units.ts';
import {
  type CheckStep,
  type Delivered,
  type DeliveryJob,
  type DeliveryPhase,
  type FromWorker,
  fromWorkerSchema,
  type PutJob,
  type ToWorker,
} from './messages.ts';

/** A process with a message port: Electron's utilityProcess, or child_process.fork in tests. */
export interface WorkerProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export interface TargetOptions {
  /** Starts main/delivery/worker.ts in a process of its own. */
  readonly spawn: () => WorkerProcess;
  /** Longest silence of a worker with a job before it is given up. ms [1...600000], default 30000. */
  readonly hungAfterMs?: DurationMs;
  /** Most workers that were given up and have not gone yet. [1...10], default 2. */
  readonly maxAbandoned?: number;
  /** How long a worker without a job stays for the next one. ms [1...600000], default 500: a sealing may be next. */
  readonly idleAfterMs?: DurationMs;
}

export interface DeliveryHooks {
  readonly onProgress?: (phase: DeliveryPhase, doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** One place that batches are delivered to. All its file work happens in one process that may be lost. */
export interface Target {
  /** Delivers one batch; one at a time. Throws what `deliver` throws, and `delivery/hung`. */
  deliver(job: DeliveryJob, hooks?: DeliveryHooks): Promise<Delivered>;
  /**
   * Reads a delivered batch again once the target was unmounted and mounted: `checked` is `medium`. Throws what `reread`
   * throws, and `delivery/hung`.
   * @param already the batch lay there before this delivery
   */
  reread(job: DeliveryJob, already: boolean, hooks?: DeliveryHooks): Promise<Delivered>;
  /** Writes one small file, by the same process and as one delivery. Throws what `put` throws, and `delivery/hung`. */
  put(job: PutJob): Promise<Delivered>;
  /** Tries out a folder, as one delivery. Throws what `checkFolder` throws, and `delivery/hung`. */
  check(folder: string, onStep: (step: CheckStep) => void): Promise<void>;
  /** `blocked` while as many workers as allowed hang. */
  state(): 'idle' | 'busy' | 'blocked';
  /** Ends the worker, for good. A delivery under way, or asked for later, fails with `delivery/write-failed`. */
  close(): void;
}

/**
 * A target whose worker is started when there is a delivery and goes when there is none: its memory would lie there
 * while the next range is sealed, and for the rest of the day. No sign of life for
 * `hungAfterMs`: the worker is killed and abandoned (a process that hangs in the kernel stays until the kernel
 * lets go), the delivery fails with `delivery/hung`, and the next try starts a new one, unless
 * `maxAbandoned` still hang.
 */
export function createTarget(options: TargetOptions): Target {
  const hungAfterMs = options.hungAfterMs ?? seconds(30);
  const maxAbandoned = options.maxAbandoned ?? 2;
  const idleAfterMs = options.idleAfterMs ?? durationMs(500);
  let worker: Worker | null = null;
  let idling: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closed = false;
  const abandoned = new Set<Worker>();

  const start = (): Worker => {
    const child = options.spawn();
    const started: Worker = { child, listener: null };
    child.onMessage((message) => started.listener?.({ message }));
    child.onExit((code) => {
      abandoned.delete(started);
      if (worker === started) worker = null;
      started.listener?.({ exit: code });
    });
    return started;
  };

  const end = (): void => {
    const mine = worker;
    worker = null;
    mine?.child.kill();
  };

  const run = (work: Work, hooks: Hooks): Promise<Delivered | null> =>
    new Promise<Delivered | null>((resolve, reject) => {
      // What was rendered meanwhile must not go where nobody wants it any more.
      if (closed) throw new GatelogError('delivery/write-failed', 'the target was closed');
      if (worker?.listener)
        throw new GatelogError('delivery/write-failed', 'a delivery is under way already');
      if (abandoned.size >= maxAbandoned) {
        throw new GatelogError('delivery/hung', 'earlier tries still hang', { abandoned: abandoned.size });
      }
      clearTimeout(idling);
      worker ??= start();
      const mine = worker;
      lastId += 1;
      const id = lastId;
      let timer: NodeJS.Timeout;
      const onAbort = (): void => mine.child.send({ type: 'cancel', id } satisfies ToWorker);
      const settle = (tell: () => void): void => {
        clearTimeout(timer);
        hooks.signal?.removeEventListener('abort', onAbort);
        mine.listener = null;
        clearTimeout(idling);
        idling = setTimeout(end, idleAfterMs);
        tell();
      };
      const wait = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          abandoned.add(mine);
          if (worker === mine) worker = null;
          settle(() =>
            reject(new GatelogError('delivery/hung', 'the target does not answer', { hungAfterMs })),
          );
          mine.child.kill();
        }, hungAfterMs);
      };
      mine.listener = (event) => {
        if ('exit' in event) {
          const error = new GatelogError('delivery/write-failed', 'the delivery process ended', {
            exitCode: event.exit,
          });
          return settle(() => reject(error));
        }
        const parsed = fromWorkerSchema.safeParse(event.message);
        if (!parsed.success || parsed.data.id !== id) return;
        const message = parsed.data;
        if (message.type === 'progress') {
          wait();
          hooks.onProgress?.(message.phase, message.doneBytes, message.totalBytes);
        } else if (message.type === 'step') {
          wait();
          hooks.onStep?.(message.step);
        } else if (message.type === 'done') {
          settle(() => resolve(message.delivered));
        } else if (message.type === 'checked') {
          settle(() => resolve(null));
        } else {
          settle(() => reject(errorOf(message)));
        }
      };
      hooks.signal?.addEventListener('abort', onAbort);
      wait();
      mine.child.send({ ...work, id } satisfies ToWorker);
      if (hooks.signal?.aborted) onAbort();
    });

  const delivered = async (work: Work, hooks: DeliveryHooks): Promise<Delivered> => {
    const answer = await run(work, hooks);
    if (answer === null)
      throw new GatelogError('delivery/write-failed', 'the process answered something else');
    return answer;
  };

  return {
    deliver: (job, hooks = {}) => delivered({ type: 'deliver', job }, hooks),
    reread: (job, already, hooks = {}) => delivered({ type: 'reread', job, already }, hooks),
    put: (job) => delivered({ type: 'put', job }, {}),
    check: async (folder, onStep) => {
      await run({ type: 'check', folder }, { onStep });
    },
    state: () => (abandoned.size >= maxAbandoned ? 'blocked' : worker?.listener ? 'busy' : 'idle'),
    close: () => {
      closed = true;
      clearTimeout(idling);
      end();
    },
  };
}

interface Hooks extends DeliveryHooks {
  readonly onStep?: (step: CheckStep) => void;
}

type Work =
  | { readonly type: 'check'; readonly folder: string }
  | { readonly type: 'deliver'; readonly job: DeliveryJob }
  | { readonly type: 'reread'; readonly job: DeliveryJob; readonly already: boolean }
  | { readonly type: 'put'; readonly job: PutJob };

interface Worker {
  readonly child: WorkerProcess;
  listener: ((event: { readonly message: unknown } | { readonly exit: number | null }) => void) | null;
}

/** Codes that a worker may speak; anything else from there is `delivery/write-failed`. */
const CODES: readonly ErrorCode[] = [
  'delivery/no-space',
  'delivery/file-too-large',
  'delivery/read-only',
  'delivery/gone',
  'delivery/damaged',
  'delivery/cancelled',
  'delivery/write-failed',
  'delivery/read-back-differs',
  'delivery/exists-differs',
  'batch/invalid',
];

function errorOf(failed: Extract<FromWorker, { type: 'failed' }>): GatelogError {
  const code = CODES.find((one) => one === failed.code) ?? 'delivery/write-failed';
  // The error class puts its code in front; it crossed with the text once already.
  return new GatelogError(code, failed.message.replace(`${failed.code}: `, ''), failed.context);
}
