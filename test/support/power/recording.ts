import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that a process asked of the disk, or said; see recorder.c. Names are of files in the watched folder. */
export type Act =
  | { readonly kind: 'create'; readonly file: number; readonly name: string }
  | { readonly kind: 'write'; readonly file: number; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly file: number; readonly sizeBytes: number }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'sync-folder' }
  | { readonly kind: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'said'; readonly text: string };

const HEAD_BYTES = 17;

/** Builds recorder.c in a folder and returns the library's path. Throws with gcc's words. */
export function buildRecorder(folder: string): string {
  const library = join(folder, 'recorder.so');
  const source = join(import.meta.dirname, 'recorder.c');
  const built = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl', '-lpthread'], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stderr);
  return library;
}

/**
 * Runs a script under the recorder until it ends and returns what it did to the files of `watched`, in order.
 * @param folder where library and recording go; not the watched one
 */
export async function recordRun(input: {
  readonly folder: string;
  readonly watched: string;
  readonly script: string;
  readonly args: readonly string[];
}): Promise<readonly Act[]> {
  const file = join(input.folder, 'recording');
  const child = spawn(process.execPath, [input.script, ...input.args], {
    env: {
      ...process.env,
      LD_PRELOAD: buildRecorder(input.folder),
      GATELOG_RECORD_DIR: input.watched,
      GATELOG_RECORD_TO: file,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (bytes: Buffer) => {
    words += bytes.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the recorded process ended with ${String(code)}: ${words}`);
  return parseRecording(readFileSync(file));
}

/** Parses what recorder.c wrote. Throws on anything else. */
export function parseRecording(bytes: Buffer): readonly Act[] {
  const acts: Act[] = [];
  let at = 0;
  while (at < bytes.length) {
    const kind = String.fromCharCode(bytes.readUInt8(at));
    const file = bytes.readUInt32LE(at + 1);
    const offset = Number(bytes.readBigUInt64LE(at + 5));
    const length = bytes.readUInt32LE(at + 13);
    const content = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
    if (content.length !== length) throw new Error('the recording is cut off');
    acts.push(actOf(kind, file, offset, content));
    at += HEAD_BYTES + length;
  }
  return acts;
}

function actOf(kind: string, file: number, offset: number, content: Buffer): Act {
  const text = content.toString('utf8');
  const [from = '', to = ''] = text.split('\0');
  switch (kind) {
    case 'C':
      return { kind: 'create', file, name: text };
    case 'W':
      return { kind: 'write', file, at: offset, bytes: Uint8Array.from(content) };
    case 'T':
      return { kind: 'truncate', file, sizeBytes: offset };
    case 'S':
      return { kind: 'sync', file };
    case 'D':
      return { kind: 'sync-folder' };
    case 'R':
      return { kind: 'rename', from, to };
    case 'L':
      return { kind: 'link', from, to };
    case 'U':
      return { kind: 'unlink', name: text };
    case 'V':
      return { kind: 'said', text };
    default:
      throw new Error(`unknown record ${JSON.stringify(kind)}`);
  }
}
