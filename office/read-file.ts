import { createReadStream } from 'node:fs';
import { readError } from './read-words.ts';

/**
 * A whole file that somebody named: a regular file, or a pipe as a shell makes it for `<(...)`. Null where it has more
 * than `mostBytes`; it is never read beyond, since a device or a growing file is larger than it says.
 * @throws GatelogError `file/unreadable` with the name of the file
 */
export async function readNamedFile(path: string, mostBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const stream: AsyncIterable<Uint8Array> = createReadStream(path);
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > mostBytes) return null;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw readError('cannot-read', path, { cause });
  }
  return Buffer.concat(chunks, length);
}
