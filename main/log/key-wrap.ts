import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { GatelogError } from '../../core/errors.ts';

/** scrypt (RFC 7914): 32 MiB and a tenth of a second a try; a code of 100 random bits needs no more. */
const [N, R, P] = [2 ** 15, 8, 1];
const MAX_MEMORY = 256 * N * R;
const KEY_BYTES = 32;
/** Bound to what is encrypted: nothing else made with the code can be put in its place. */
const PURPOSE = Buffer.from('gatelog key of the log, version 1', 'utf8');

const bytes = (length: number) => z.base64().refine((text) => Buffer.from(text, 'base64').length === length);
const wrapFile = z.strictObject({
  version: z.literal(1),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    n: z.literal(N),
    r: z.literal(R),
    p: z.literal(P),
    salt: bytes(16),
  }),
  cipher: z.literal('aes-256-gcm'),
  nonce: bytes(12),
  sealed: bytes(KEY_BYTES),
  tag: bytes(16),
});

/**
 * The key of the log, encrypted with a key that scrypt makes of the recovery code (AES-256-GCM, NIST SP 800-38D): the
 * text of the file beside the log.
 * @param key 32 bytes
 * @param code as `tidyCode` leaves it
 */
export function wrapKey(key: Uint8Array, code: string): string {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', stretch(code, salt), nonce).setAAD(PURPOSE);
  const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
  const file: z.infer<typeof wrapFile> = {
    version: 1,
    kdf: { name: 'scrypt', n: N, r: R, p: P, salt: salt.toString('base64') },
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
  return `${JSON.stringify(file)}\n`;
}

/**
 * The 32 bytes that `wrapKey` took.
 * @throws GatelogError `key/wrap-damaged` where the text is no wrapped key, `key/wrong-code` where the code does not open it
 */
export function unwrapKey(text: string, code: string): Uint8Array {
  const { kdf, nonce, sealed, tag } = parse(text);
  const key = stretch(code, Buffer.from(kdf.salt, 'base64'));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'))
    .setAAD(PURPOSE)
    .setAuthTag(Buffer.from(tag, 'base64'));
  try {
    return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]);
  } catch (cause) {
    throw new GatelogError('key/wrong-code', 'the code does not open the key', {}, { cause });
  }
}

const stretch = (code: string, salt: Uint8Array): Uint8Array =>
  scryptSync(code, salt, KEY_BYTES, { N, r: R, p: P, maxmem: MAX_MEMORY });

function parse(text: string): z.infer<typeof wrapFile> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = wrapFile.safeParse(json);
  if (!parsed.success) throw new GatelogError('key/wrap-damaged', 'the wrapped key is damaged');
  return parsed.data;
}
