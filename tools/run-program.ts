import { spawn } from 'node:child_process';

/** How a program ended: its exit code (null if killed), what it wrote if that was kept, and whether time ran out. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly timedOut: boolean;
}

/** `show` lets the program write to this terminal; otherwise both its streams are kept in `output`. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  readonly show?: boolean;
}

/** Enough of a failing program's output to say what went wrong. */
const KEPT_CHARACTERS = 200_000;

/**
 * Runs a program to its end and never throws: one that cannot be started ends with code 127 and the reason as
 * output. After `timeoutMs` it and its children are killed (it runs as its own process group where it is not
 * shown; a shown one stays in the terminal's group so that Ctrl+C reaches it).
 */
export function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const show = options.show ?? false;
  const detached = !show && process.platform !== 'win32';
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    detached,
  });
  let output = '';
  let timedOut = false;
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);

  const kill = (): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(detached ? -child.pid : child.pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  };
  // A detached group outlives Ctrl+C here unless it is taken along.
  const onExit = (): void => kill();
  process.once('exit', onExit);
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          kill();
        }, options.timeoutMs);
  const end = (code: number | null): void => {
    clearTimeout(timer);
    process.removeListener('exit', onExit);
    resolve({ code, output, timedOut });
  };
  child.once('error', (error) => {
    output += error.message;
    end(127);
  });
  child.once('close', (code) => end(code));
  return promise;
}
