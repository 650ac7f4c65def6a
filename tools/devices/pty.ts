import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A pair of pseudo terminals: what is written to `feed` arrives at `device` as from a scanner's cable. */
export interface PtyPair {
  /** Path to name as the scanner's port. */
  readonly device: string;
  /** Path of the scanner's end. */
  readonly feed: string;
  /** Sends bytes or text, in one write for each part. */
  send(...parts: (string | Uint8Array)[]): Promise<void>;
  /** Pulls the plug: both ends vanish. */
  unplug(): Promise<void>;
  /** Plugs in again under the same path. */
  replug(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a pair in a folder, named `<name>` and `<name>.feed`.
 * @param dir an existing folder; the caller removes it
 */
export async function makePtyPair(dir: string, name = 'scanner'): Promise<PtyPair> {
  const device = join(dir, name);
  const feed = join(dir, `${name}.feed`);
  let socat: ChildProcess | null = null;
  // It must not outlive this process, however that ends.
  const kill = (): void => {
    socat?.kill('SIGKILL');
  };

  const plug = async (): Promise<void> => {
    process.once('exit', kill);
    socat = spawn('socat', [`pty,raw,echo=0,link=${device}`, `pty,raw,echo=0,link=${feed}`], {
      stdio: 'ignore',
    });
    for (let waits = 0; waits < 500; waits += 1) {
      if (existsSync(device) && existsSync(feed)) return;
      if (socat.exitCode !== null) break;
      await sleep(10);
    }
    throw new Error(`socat made no pty at ${device}`);
  };
  const unplug = async (): Promise<void> => {
    const running = socat;
    socat = null;
    process.removeListener('exit', kill);
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((done) => running.once('exit', done));
    // Not SIGTERM: socat loses one that comes while it hands bytes over, about once in a thousand times.
    running.kill('SIGKILL');
    await ended;
    await Promise.all([rm(device, { force: true }), rm(feed, { force: true })]);
  };

  await plug();
  return {
    device,
    feed,
    send: async (...parts) => {
      const end = await open(feed, 'w');
      try {
        for (const part of parts) await end.write(typeof part === 'string' ? Buffer.from(part) : part);
      } finally {
        await end.close();
      }
    },
    unplug,
    replug: plug,
    close: unplug,
  };
}
