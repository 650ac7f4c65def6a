import { scrypt } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { GatelogError } from '../errors.ts';

/*
 * The scrypt recipient of age (age-encryption.org/v1, section "The scrypt recipient type"), on node:crypto: its scrypt
 * works in a thread of its own, so that a read at the gate does not wait the second that it takes. The cipher is a
 * library's: Electron's crypto has no ChaCha20-Poly1305.
 */

const LABEL = 'age-encryption.org/v1/scrypt';
/** Bytes of the salt. */
export const SCRYPT_SALT_BYTES = 16;
const KEY_BYTES = 32;
/** scrypt takes 128 · r · N bytes; r is 8. Something is left for the rest. */
const bytesFor = (workFactor: number): number => 128 * 8 * 2 ** workFactor + (1 << 20);
/** Every key is used once, for one file: the salt is its nonce. */
const NONCE = new Uint8Array(12);

/** The file key wrapped by a passphrase, 32 bytes. `salt` is 16 random bytes, new for every file. */
export async function wrapFileKey(
  fileKey: Uint8Array,
  passphrase: string,
  salt: Uint8Array,
  workFactor: number,
): Promise<Uint8Array> {
  return chacha20poly1305(await derive(passphrase, salt, workFactor), NONCE).encrypt(fileKey);
}

/** The file key, or null where the passphrase is another one. Throws `batch/invalid` where memory does not suffice. */
export async function unwrapFileKey(
  wrapped: Uint8Array,
  passphrase: string,
  salt: Uint8Array,
  workFactor: number,
): Promise<Uint8Array | null> {
  const key = await derive(passphrase, salt, workFactor);
  try {
    return chacha20poly1305(key, NONCE).decrypt(wrapped);
  } catch {
    return null;
  }
}

function derive(passphrase: string, salt: Uint8Array, workFactor: number): Promise<Uint8Array> {
  const salted = Buffer.concat([Buffer.from(LABEL), salt]);
  const cost = { N: 2 ** workFactor, r: 8, p: 1, maxmem: bytesFor(workFactor) };
  return new Promise((resolve, reject) => {
    scrypt(Buffer.from(passphrase, 'utf8'), salted, KEY_BYTES, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(new GatelogError('batch/invalid', 'scrypt failed', { workFactor }, { cause: error }));
    });
  });
}
