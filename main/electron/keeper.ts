import { type ChildProcess, spawn } from 'node:child_process';
import { app } from 'electron';
import { CAME_BACK, comeBackArguments, comeBackDelayMs, KEEP, timesBack } from './come-back.ts';

/** What the kiosk holds of its keeper. */
export interface Keeper {
  /** The kiosk ends on purpose: nobody brings it back. */
  leave(): void;
}

/** Pause before a keeper that ended by itself is started anew. */
const KEEPER_BACK_MS = 2_000;
/** Pause before a kiosk that could not be started is tried again. */
const NOT_STARTED_MS = 5_000;

/**
 * Starts a second process of this program that does nothing but wait for the end of this one, and then starts it
 * again. The two share a channel: it closes with whichever ends first, however it ends, so nothing is polled and no
 * process number can be mistaken. Ends quietly where the kiosk says goodbye.
 */
export function startKeeper(onProblem: (error: Error) => void): Keeper {
  let leaving = false;
  let keeper: ChildProcess | null = null;
  const begin = (): void => {
    if (leaving) return;
    // Of its own session: what ends the kiosk's group must not end the one that brings it back.
    const child = spawn(process.execPath, [...process.argv.slice(1), KEEP], {
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    keeper = child;
    const again = (): void => {
      keeper = null;
      setTimeout(begin, KEEPER_BACK_MS).unref();
    };
    child.on('error', (error) => {
      onProblem(error);
      // One that could not be started never exits either.
      if (child.pid === undefined) again();
    });
    child.once('exit', again);
    child.unref();
    child.channel?.unref();
  };
  begin();
  return {
    leave: () => {
      leaving = true;
      keeper?.kill();
    },
  };
}

/** True for the process that waits for the kiosk's end; it opens no window, no log and no port. */
export const isKeeper = (argv: readonly string[]): boolean => app.isPackaged && argv.includes(KEEP);

/** What a keeper does for its whole life. */
export function keep(argv: readonly string[]): void {
  app.disableHardwareAcceleration();
  const beganMs = performance.now();
  // Ctrl+C in a terminal reaches both; the kiosk closes its log and says goodbye by itself.
  process.on('SIGINT', () => undefined);
  const begin = (times: number): void => {
    const args = comeBackArguments(argv.slice(1), times);
    const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
    // No memory for one more process, say: nobody else would bring the gate back.
    child.once('error', () => setTimeout(begin, NOT_STARTED_MS, times));
    child.once('spawn', () => {
      child.unref();
      app.exit(0);
    });
  };
  const back = (): void => {
    const times = timesBack(argv, performance.now() - beganMs);
    setTimeout(begin, comeBackDelayMs(times), times);
  };
  if (process.connected) process.once('disconnect', back);
  else back();
}

/** How many times in a row this kiosk was brought back, 0 where somebody started it. */
export function cameBack(argv: readonly string[]): number {
  const given = argv.find((one) => one.startsWith(CAME_BACK));
  return given === undefined ? 0 : Number.parseInt(given.slice(CAME_BACK.length), 10) || 0;
}
