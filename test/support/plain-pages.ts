import { createDecipheriv } from 'node:crypto';

/** Every page of database and WAL. Bytes. */
const PAGE_BYTES = 4096;
/** At the end of each page lie a nonce and an authentication tag, 16 bytes each. */
const RESERVED_BYTES = 32;
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * What stands behind the encryption of a database file, free pages and the unused rest of pages included: what
 * somebody who has file and key could find with no help from SQLite. Bytes that are no text any more stay as they are.
 */
export function plainPages(database: Uint8Array, key: Uint8Array): Buffer {
  const pages: Buffer[] = [];
  for (let at = 0; at + PAGE_BYTES <= database.length; at += PAGE_BYTES) {
    pages.push(plainPage(database.subarray(at, at + PAGE_BYTES), at / PAGE_BYTES + 1, key));
  }
  return Buffer.concat(pages);
}

/** The same of a WAL, also of the frames that no reader asks for any more (sqlite.org/fileformat2.html, section 4). */
export function plainFrames(wal: Uint8Array, key: Uint8Array): Buffer {
  const bytes = Buffer.from(wal);
  const pages: Buffer[] = [];
  const step = FRAME_HEADER_BYTES + PAGE_BYTES;
  for (let at = WAL_HEADER_BYTES; at + step <= bytes.length; at += step) {
    const page = bytes.subarray(at + FRAME_HEADER_BYTES, at + step);
    pages.push(plainPage(page, bytes.readUInt32BE(at), key));
  }
  return Buffer.concat(pages);
}

/**
 * The page cipher of SQLite3 Multiple Ciphers, `chacha20` (its cipher_chacha20.c): ChaCha20 makes a key for each page
 * from the database's key, the page's nonce and its number, and encrypts the page with it.
 */
function plainPage(page: Uint8Array, number: number, key: Uint8Array): Buffer {
  const end = PAGE_BYTES - RESERVED_BYTES;
  const nonce = Buffer.from(page.subarray(end, end + 16));
  const counter = (nonce.readUInt32LE(12) ^ number) >>> 0;
  const pageKey = chacha20(key, nonce, counter, Buffer.alloc(64)).subarray(32);
  // The first 24 bytes of a database hold its salt and what SQLite must know before it has a key.
  const start = number === 1 ? 24 : 0;
  return chacha20(pageKey, nonce, (counter + 1) >>> 0, page.subarray(start, end));
}

function chacha20(key: Uint8Array, nonce: Buffer, counter: number, bytes: Uint8Array): Buffer {
  const iv = Buffer.alloc(16);
  iv.writeUInt32LE(counter);
  nonce.copy(iv, 4, 0, 12);
  return createDecipheriv('chacha20', key, iv).update(bytes);
}
