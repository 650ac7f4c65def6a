import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { GatelogError, toGatelogError } from '../../core/errors.ts';
import { createSecretFile } from '../secret-file.ts';

/** Where a renderer writes the bytes of one file. `write` waits until the bytes are taken. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
}

/** Plain size and SHA-256 of a file, whatever encryption lies around it in the spool. */
export interface WrittenFile {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Folder of the spool in the data folder. */
export const SPOOL_FOLDER = 'spool';

/** Name of the spool's key file, beside the key of the log and protected like it. */
export const SPOOL_KEY_FILE = 'spool.key';

/**
 * Reads the spool's age X25519 identity, or makes it (mode 0600). The spool holds personal data on the kiosk's own
 * disk until it is delivered. Throws `key/invalid`.
 */
export async function openSpoolKey(path: string): Promise<string> {
  try {
    if (!existsSync(path)) createSecretFile(path, `${await generateIdentity()}\n`);
    const identity = readFileSync(path, 'utf8').trim();
    await identityToRecipient(identity);
    return identity;
  } catch (cause) {
    throw new GatelogError('key/invalid', 'the key of the spool cannot be read', {}, { cause });
  }
}

/** A file of the spool: what was filled in, and what lies there. */
export interface SpooledFile {
  readonly plain: WrittenFile;
  readonly stored: WrittenFile;
}

/**
 * Writes one file of the spool: `fill` gets a sink; on return the file is whole and fsynced. With a spool key
 * the bytes on disk are an age file for that key. Throws `spool/no-space` or `spool/write-failed`.
 */
export async function writeSpoolFile(
  path: string,
  spoolKey: string | null,
  fill: (sink: Sink) => Promise<void>,
): Promise<WrittenFile> {
  const encrypter = spoolKey === null ? null : await spoolEncrypter(spoolKey);
  return (await writeEnvelopedFile(path, encrypter, fill)).plain;
}

async function spoolEncrypter(spoolKey: string): Promise<Encrypter> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(spoolKey));
  return encrypter;
}

/** The same with any age encryption, or none; tells the bytes inside as well as those on the disk. Throws as above. */
export async function writeEnvelopedFile(
  path: string,
  encrypter: Encrypter | null,
  fill: (sink: Sink) => Promise<void>,
): Promise<SpooledFile> {
  let file: FileHandle | null = null;
  try {
    const opened = await open(path, 'wx', 0o600);
    file = opened;
    const plain = counted(() => Promise.resolve());
    const stored = counted((bytes) => opened.writeFile(bytes));
    const out = encrypter === null ? plainOut(stored) : await sealedOut(stored, encrypter);
    await fill({
      write: async (bytes) => {
        await plain.write(bytes);
        await out.write(bytes);
      },
    });
    await out.end();
    await file.sync();
    return { plain: plain.written(), stored: stored.written() };
  } catch (error) {
    throw spoolError(error);
  } finally {
    await file?.close();
  }
}

/** A sink that knows what went through it. */
function counted(write: (bytes: Uint8Array) => Promise<void>): Sink & { written(): WrittenFile } {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    write: (bytes) => {
      hash.update(bytes);
      sizeBytes += bytes.length;
      return write(bytes);
    },
    written: () => ({ sizeBytes, sha256: hash.digest('hex') }),
  };
}

/**
 * Plain bytes of a file of the spool, streamed. Throws what reading or age throws when iterated.
 * @param pieceBytes so many are read at once
 */
export async function* readSpoolFile(
  path: string,
  spoolKey: string | null,
  pieceBytes = 1 << 20,
): AsyncGenerator<Uint8Array> {
  const source = createReadStream(path, { highWaterMark: pieceBytes });
  if (spoolKey === null) {
    yield* source;
    return;
  }
  const decrypter = new Decrypter();
  decrypter.addIdentity(spoolKey);
  // The stream types of node and of the DOM name the same object.
  const web = Readable.toWeb(source) as ReadableStream<Uint8Array>;
  const reader = (await decrypter.decrypt(web)).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
    source.destroy();
  }
}

interface Out {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

function plainOut(sink: Sink): Out {
  return {
    write: (bytes) => sink.write(bytes),
    end: () => Promise.resolve(),
  };
}

async function sealedOut(sink: Sink, encrypter: Encrypter): Promise<Out> {
  const pipe = new TransformStream<Uint8Array, Uint8Array>();
  const input = pipe.writable.getWriter();
  const sealed = await encrypter.encrypt(pipe.readable);
  const drained = (async () => {
    const reader = sealed.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        await sink.write(next.value);
      }
    } catch (error) {
      // A full disk must wake the writer, or it would wait for room for ever.
      await reader.cancel(error).catch(() => undefined);
      throw error;
    }
  })();
  drained.catch(() => undefined);
  const orFailure = <T>(work: Promise<T>): Promise<T> => Promise.race([work, drained.then(() => work)]);
  return {
    write: (bytes) => orFailure(input.write(bytes)),
    end: async () => {
      await orFailure(input.close());
      await drained;
    },
  };
}

/**
 * Runs file work in the spool: what the system says of it is this PC's disk, and no fault of a stick or share. Throws
 * `spool/no-space` and `spool/write-failed`; what is no word of the system stays as it is.
 */
export async function inSpool<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? spoolError(error) : error;
  }
}

function spoolError(error: unknown): GatelogError {
  const full =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  if (full) return new GatelogError('spool/no-space', 'no room in the spool', {}, { cause: error });
  return toGatelogError(error, 'spool/write-failed');
}
