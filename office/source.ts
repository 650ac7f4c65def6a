import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Where the bytes of a file come from: the file itself, or the inside of the age envelope that lies there. */
export interface FileSource {
  readonly path: string;
  /** The envelope's own file key, 16 bytes; null for a plain file. Opens this one file and nothing else. */
  readonly fileKey: Uint8Array | null;
}

export const plainSource = (path: string): FileSource => ({ path, fileKey: null });

const READ_BYTES = 1 << 20;

/** Bytes of a file, streamed, out of their envelope. Throws what reading or age throws when iterated. */
export async function* bytesOf({ path, fileKey }: FileSource): AsyncGenerator<Uint8Array> {
  // A stream takes a buffer of that size however small the file is: many small ones would keep the collector busy.
  const { size } = await stat(path);
  const file = createReadStream(path, { highWaterMark: Math.min(READ_BYTES, size + 1) });
  if (fileKey === null) {
    yield* file;
    return;
  }
  // Loaded late: the threads that unpack plain files start without it.
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity({ unwrapFileKey: () => fileKey });
  // The stream types of node and of the DOM name the same object.
  const web = Readable.toWeb(file) as ReadableStream<Uint8Array>;
  try {
    const reader = (await decrypter.decrypt(web)).getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  } finally {
    file.destroy();
  }
}

/** All bytes of a file; null where there are more than `mostBytes`. Throws as `bytesOf`. */
export async function wholeOf(source: FileSource, mostBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of bytesOf(source)) {
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, sizeBytes);
}
