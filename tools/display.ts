import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { programPath } from './system-libraries.ts';
import { ToolError } from './tool-error.ts';

/** A display that a window can open on, and how to let go of it. */
export interface Display {
  /** For the DISPLAY variable of what is started on it, for example `:0`. */
  readonly display: string;
  /** False: it was there before us, and a person may be looking at it. */
  readonly virtual: boolean;
  /** Ends a virtual display; does nothing to one that was there. Safe to call twice. */
  stop(): Promise<void>;
}

/** `size` is `<width>x<height>x<depth>`; `fresh` starts a virtual display even where there is one to use. */
export interface DisplayWish {
  readonly size?: string;
  readonly fresh?: boolean;
}

/** A small kiosk PC's screen: what SCREEN.md's sizes are meant for. */
export const DEFAULT_SIZE = '1366x768x24';

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 2_000;

/**
 * The display of $DISPLAY if something answers there, else an Xvfb of our own on a free number. The Xvfb ends
 * with `stop()`, and with this process.
 *
 * Throws ToolError where there is neither.
 */
export async function openDisplay(wish: DisplayWish = {}): Promise<Display> {
  const present = process.env.DISPLAY;
  if (!wish.fresh && present && (await isUsable(present))) {
    return { display: present, virtual: false, stop: async () => undefined };
  }
  return startXvfb(wish.size ?? DEFAULT_SIZE);
}

/** Whether an X server takes connections at a display name such as `:0`, `:1.0` or `host:10.0`. */
export function isUsable(display: string): Promise<boolean> {
  const match = /^(?:unix)?([^:/]*):(\d+)(?:\.\d+)?$/.exec(display);
  if (match === null) return Promise.resolve(false);
  const [, host = '', number = '0'] = match;
  // X(7): display N is the socket /tmp/.X11-unix/XN, or TCP port 6000+N of a named host.
  const socket =
    host === ''
      ? createConnection({ path: `/tmp/.X11-unix/X${number}` })
      : createConnection({ host, port: 6000 + Number(number) });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.setTimeout(CONNECT_TIMEOUT_MS, () => resolve(false));
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

async function startXvfb(size: string): Promise<Display> {
  const xvfb = programPath('Xvfb');
  if (xvfb === undefined) {
    throw new ToolError(
      'No display: $DISPLAY is not usable and Xvfb is not installed (apt-get install -y xvfb).',
    );
  }
  // -displayfd makes the server choose a free number and write it once it takes connections; -noreset keeps it
  // from starting itself anew when its last window goes, which turns away whoever connects just then.
  const child = spawn(xvfb, ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // Its own group: Ctrl+C must not take the display away from a window that is still closing.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', kill);
  exitOnSignals();

  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-2_000);
  });
  const started = Promise.withResolvers<string>();
  let written = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    written += chunk.toString('utf8');
    if (written.includes('\n')) started.resolve(`:${written.trim()}`);
  });
  const fail = (why: string): void => started.reject(new ToolError(`Xvfb ${why}. ${complaint.trim()}`));
  child.once('error', (error) => fail(`did not start: ${error.message}`));
  child.once('close', (code) => fail(`ended with code ${code}`));
  const timer = setTimeout(() => fail('said nothing in time'), START_TIMEOUT_MS);

  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const last = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(last);
  };
  try {
    const display = await started.promise;
    // A running display alone must not keep this process from ending.
    child.unref();
    return { display, virtual: true, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A signal's default action skips 'exit' listeners; without these the Xvfb would be left behind. */
function exitOnSignals(): void {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(128 + number));
  }
}
