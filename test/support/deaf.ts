import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unmount } from './mount.ts';

/** A mounted folder in which every call hangs. */
export interface DeafMount {
  /** Ends it: every call that hangs fails, and the folder is an ordinary one again. */
  release(): void;
}

/**
 * Mounts a file system that never answers at `place`; the caller releases it before anything below is removed. Needs
 * the devices `mount`, `fuse` and `gcc`.
 */
export async function mountDeaf(place: string): Promise<DeafMount> {
  mkdirSync(place, { recursive: true });
  const built = mkdtempSync(join(tmpdir(), 'gatelog-deaf-'));
  const program = join(built, 'deaf');
  const made = spawnSync('gcc', ['-O1', '-Wall', '-o', program, join(import.meta.dirname, 'deaf.c')], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`gcc: ${made.stderr}`);
  const child = spawn(program, [place], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the file system ended with ${code}`)));
  });
  return {
    release: () => {
      child.kill('SIGKILL');
      unmount(place);
      rmSync(built, { recursive: true, force: true });
    },
  };
}
