import { createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { keyIdOf, type PublicKey, publicKeySchema } from '../core/batch/manifest.ts';
import { GatelogError } from '../core/errors.ts';
import { whyUnreadable } from './key-words.ts';

/** Public keys of gates that the office knows, by key id. */
export type EnrolledKeys = ReadonlyMap<string, PublicKey>;

const MAX_BYTES = 1 << 20;
const jwk = z
  .object({ ...publicKeySchema.shape, kid: z.string().optional() })
  .transform(({ kty, crv, x }) => ({ kty, crv, x }));
const keyFile = z.union([
  z.object({ keys: z.array(jwk) }).transform(({ keys }) => keys),
  jwk.transform((one) => [one]),
]);

/**
 * Reads keys that gates gave the office: a `gate-key.pub.json` (JWK), a JWK set `{"keys": […]}`, or a PEM of
 * the public key. Throws `key/missing` or `key/invalid`.
 */
export function readEnrolledKeys(paths: readonly string[]): EnrolledKeys {
  const keys = new Map<string, PublicKey>();
  for (const path of paths) {
    for (const key of parseKeys(readText(path), path)) keys.set(keyIdOf(key), key);
  }
  return keys;
}

function readText(path: string): string {
  try {
    if (statSync(path).size > MAX_BYTES)
      throw new GatelogError('key/invalid', 'the key file is too large', { why: 'too-large', path });
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof GatelogError) throw cause;
    throw new GatelogError(
      'key/missing',
      'the key file cannot be read',
      { why: whyUnreadable(cause), path },
      { cause },
    );
  }
}

function parseKeys(text: string, path: string): PublicKey[] {
  try {
    if (!text.includes('-----BEGIN')) return keyFile.parse(JSON.parse(text));
    if (text.includes('PRIVATE KEY'))
      throw new GatelogError('key/invalid', 'this is a private key: keep it at its gate', {
        why: 'private',
        path,
      });
    const { kty, crv, x } = createPublicKey(text).export({ format: 'jwk' });
    return [publicKeySchema.parse({ kty, crv, x })];
  } catch (cause) {
    if (cause instanceof GatelogError) throw cause;
    throw new GatelogError(
      'key/invalid',
      'the key file holds no Ed25519 public key',
      { why: 'no-key', path },
      { cause },
    );
  }
}
