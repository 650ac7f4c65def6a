import { execFile } from 'node:child_process';

/** Longest run of a small program of the system. A stick that hangs can hold it up; then it is given up. ms */
const LONGEST_MS = 20_000;

export interface Ran {
  readonly ok: boolean;
  readonly stdout: string;
  /** It was given up. */
  readonly timedOut: boolean;
}

/** Runs a program of the system, without a shell and with plain English answers. Never throws. */
export function runProgram(file: string, args: readonly string[], longestMs = LONGEST_MS): Promise<Ran> {
  return new Promise((resolve) => {
    try {
      execFile(
        file,
        [...args],
        {
          encoding: 'utf8',
          timeout: longestMs,
          killSignal: 'SIGKILL',
          maxBuffer: 4 << 20,
          windowsHide: true,
          // /sbin is not on the path of every account.
          env: { ...process.env, LC_ALL: 'C', PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
        },
        (error, stdout) => resolve({ ok: error === null, stdout, timedOut: error?.killed === true }),
      );
    } catch {
      // Some faults, such as a PC without memory for one more process, are thrown and not told.
      resolve({ ok: false, stdout: '', timedOut: false });
    }
  });
}
