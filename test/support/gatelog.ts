import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** How a run of the command line ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The entry of the command line. */
export const CLI = join(import.meta.dirname, '..', '..', 'office', 'cli.ts');

/**
 * Runs `gatelog` as its users do, in a process of its own.
 * @param input what stands on its standard input; nothing where left out
 * @param cwd where it is started
 */
export function gatelog(
  args: readonly string[],
  {
    env = {},
    input = '',
    cwd,
  }: { env?: Record<string, string>; input?: string | Uint8Array; cwd?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { PATH: process.env.PATH, ...env },
      cwd,
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    child.on('error', reject);
    // A command that does not read its input, or ends before its end, is no fault of the test.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}
