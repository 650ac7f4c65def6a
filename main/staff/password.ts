import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const N = 2 ** 15;
const R = 8;
const P = 1;
const KEY_BYTES = 32;
/** scrypt needs 128*N*r bytes; the limit leaves room for twice that. */
const MAX_MEMORY = 256 * N * R;

/** Hashes a password with scrypt (N=2^15, r=8, p=1, RFC 7914) into the form that the settings file holds. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(password.normalize('NFC'), salt, KEY_BYTES, { N, r: R, p: P, maxmem: MAX_MEMORY });
  return `scrypt$${N}$${R}$${P}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** True if the password fits the stored hash. Compares in constant time; a malformed hash is false. */
export function passwordFits(password: string, stored: string): boolean {
  const [scheme, n, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || !n || !r || !p || !salt || !hash) return false;
  const [cost, block, parallel] = [Number(n), Number(r), Number(p)];
  if (cost > 2 ** 20 || block > 32 || parallel > 16) return false;
  const expected = Buffer.from(hash, 'base64');
  // A hash that was cut fits too much, and an empty one fits everything.
  if (expected.length !== KEY_BYTES) return false;
  try {
    const actual = scryptSync(password.normalize('NFC'), Buffer.from(salt, 'base64'), expected.length, {
      N: cost,
      r: block,
      p: parallel,
      maxmem: 256 * cost * block,
    });
    return timingSafeEqual(actual, expected);
  } catch {
    return false;
  }
}
