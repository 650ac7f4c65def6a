import { deliver } from './deliver.ts';
import { deliveryError } from './delivery-error.ts';
import { type FromWorker, type ToWorker, toWorkerSchema } from './messages.ts';

/**
 * Entry of the process that does all file work of one target. It holds no log, no window and no key but the
 * spool's: a share that hangs hangs only this.
 */

/** Shortest time between two progress messages. ms. */
const PROGRESS_EVERY_MS = 100;

interface Port {
  post(message: FromWorker): void;
  listen(listener: (message: unknown) => void): void;
}

/** Electron gives `process.parentPort` (utilityProcess); plain Node gives `process.send` (child_process.fork). */
function openPort(): Port {
  const parent: unknown = Reflect.get(process, 'parentPort');
  if (isParentPort(parent)) {
    return {
      post: (message) => parent.postMessage(message),
      listen: (listener) => {
        parent.on('message', (event) => listener(event.data));
      },
    };
  }
  return {
    post: (message) => {
      process.send?.(message);
    },
    listen: (listener) => {
      process.on('message', listener);
      // The kiosk is gone: whoever starts it again starts the delivery again.
      process.on('disconnect', () => process.exit(0));
    },
  };
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

const port = openPort();
const running = new Map<number, AbortController>();

port.listen((message) => {
  const parsed = toWorkerSchema.safeParse(message);
  if (!parsed.success) return;
  if (parsed.data.type === 'cancel') running.get(parsed.data.id)?.abort();
  else void run(parsed.data);
});

async function run({ id, job }: Extract<ToWorker, { type: 'deliver' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  let lastMs = 0;
  try {
    const delivered = await deliver({
      ...job,
      signal: controller.signal,
      onProgress: (phase, doneBytes, totalBytes) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < PROGRESS_EVERY_MS && doneBytes < totalBytes) return;
        lastMs = nowMs;
        port.post({ type: 'progress', id, phase, doneBytes, totalBytes });
      },
    });
    port.post({ type: 'done', id, delivered });
  } catch (error) {
    const { code, message, context } = deliveryError(error);
    port.post({ type: 'failed', id, code, message, context: { ...context } });
  } finally {
    running.delete(id);
  }
}
