import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { GatelogError } from '../core/errors.ts';

/** Read at once. Bytes. */
const CHUNK_BYTES = 1 << 16;

/**
 * Reads a file that the settings name, which may lie on a stick: a regular file to its end, whatever its size says, and
 * never more than so many bytes. A pipe or a device in its place is refused and not waited for. A link is followed:
 * whoever wrote the settings may have made it.
 * Throws `file/unreadable`, and what the system throws where the file cannot be opened.
 */
export function readNamedFile(path: string, mostBytes: number): Buffer {
  // Windows does not know it, and has no pipes in folders.
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const file = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw new GatelogError('file/unreadable', 'not a regular file');
    const chunks: Buffer[] = [];
    for (let done = 0; ; ) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const read = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (read === 0) return Buffer.concat(chunks, done);
      done += read;
      if (done > mostBytes) throw new GatelogError('file/unreadable', 'the file is too large', { mostBytes });
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}
