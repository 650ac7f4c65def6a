import { crc32, inflateRawSync } from 'node:zlib';

/** Longest file that is taken out of a zip, in bytes; a certificate has 2 to 4 KB. */
const FILE_LIMIT = 64 * 1024;
/** Most files of a zip that are looked at; a certificate is alone in its own. */
const FILES_LIMIT = 4;

/** A file of a zip, or why there is none. */
export type ZipReading =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly why: string };

const failed = (why: string): ZipReading => ({ ok: false, why });

/**
 * Takes one file out of a zip (PKWARE APPNOTE 6.3, section 4.3.7): stored or deflated, without encryption and zip64.
 * What the zip says of sizes is never believed: inflating ends where the data end, or at the limit. Its check sum must
 * be right where the header has one. Never throws.
 */
export function readZipFile(zip: Buffer, name: string): ZipReading {
  let at = 0;
  for (let files = 0; files < FILES_LIMIT; files += 1) {
    const file = readHeader(zip, at);
    if (file === null) break;
    if (file.name === name) return contentOf(zip, file);
    // The next file can only be found where this one says how long it is.
    if (file.later) break;
    at = file.start + file.packedBytes;
  }
  return failed(`the zip has no ${name}`);
}

interface ZipFile {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** Sizes and check sum stand behind the data and not in the header. */
  readonly later: boolean;
  readonly crc: number;
  /** As the header says; used to find what comes next, and where a stored file ends. */
  readonly packedBytes: number;
  /** Where the data begin. */
  readonly start: number;
}

const HEADER_BYTES = 30;

function readHeader(zip: Buffer, at: number): ZipFile | null {
  if (at + HEADER_BYTES > zip.length || zip.readUInt32LE(at) !== 0x04034b50) return null;
  const flags = zip.readUInt16LE(at + 6);
  const nameBytes = zip.readUInt16LE(at + 26);
  const start = at + HEADER_BYTES + nameBytes + zip.readUInt16LE(at + 28);
  if (start > zip.length) return null;
  return {
    name: zip.toString('utf8', at + HEADER_BYTES, at + HEADER_BYTES + nameBytes),
    method: zip.readUInt16LE(at + 8),
    encrypted: (flags & 1) !== 0,
    later: (flags & 8) !== 0,
    crc: zip.readUInt32LE(at + 14),
    packedBytes: zip.readUInt32LE(at + 18),
    start,
  };
}

const [STORED, DEFLATED] = [0, 8];

function contentOf(zip: Buffer, file: ZipFile): ZipReading {
  if (file.encrypted) return failed('the zip is locked by a password');
  const bytes = unpack(zip, file);
  if (bytes === null) return failed('the zip is broken, or packed in a way that is not read here');
  if (!file.later && crc32(bytes) !== file.crc) return failed('the check sum of the zip is wrong');
  return { ok: true, bytes };
}

function unpack(zip: Buffer, { method, later, packedBytes, start }: ZipFile): Buffer | null {
  if (method === STORED) {
    const isThere = !later && packedBytes <= FILE_LIMIT && start + packedBytes <= zip.length;
    return isThere ? zip.subarray(start, start + packedBytes) : null;
  }
  if (method !== DEFLATED) return null;
  try {
    return inflateRawSync(zip.subarray(start), { maxOutputLength: FILE_LIMIT });
  } catch {
    return null;
  }
}
