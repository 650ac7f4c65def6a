import { inflateSync } from 'node:zlib';
import { decodeBase45 } from './base45.ts';
import { type Claims, readClaims } from './claims.ts';
import { type CoseSign1, readCose } from './cose.ts';

/** First four characters of every HC1 text (hcert specification, section 5: context identifier). */
export const HC1 = 'HC1:';

/** Most bytes that a certificate may unpack to. The largest QR holds 2 KB of base45, real ones unpack to 0.3 to 2 KB. */
export const LARGEST_CERTIFICATE_BYTES = 32_768;

/** The layer at which a text stops being a certificate. */
export type EnvelopeFault = 'base45' | 'compression' | 'tooLarge' | 'cose' | 'claims';

/** An HC1 text with its layers taken off, or the layer that would not come off. */
export type Envelope =
  | { readonly ok: true; readonly compressed: boolean; readonly cose: CoseSign1; readonly claims: Claims }
  | { readonly ok: false; readonly fault: EnvelopeFault };

/**
 * Takes off every layer: prefix, base45, zlib, COSE_Sign1, CWT (hcert specification, section 4). Null where the
 * text is no HC1 at all. Nothing is verified here. Never throws.
 */
export function openEnvelope(text: string): Envelope | null {
  const body = unprefix(text);
  if (body === null) return null;
  const packed = body === '' ? null : decodeBase45(body);
  if (packed === null) return { ok: false, fault: 'base45' };
  const unpacked = unpack(packed);
  if (!unpacked.ok) return unpacked;
  const cose = readCose(unpacked.bytes);
  if (cose === null) return { ok: false, fault: 'cose' };
  const claims = readClaims(cose.payload);
  if (claims === null) return { ok: false, fault: 'claims' };
  return { ok: true, compressed: unpacked.compressed, cose, claims };
}

/**
 * The base45 behind the prefix, or null. Space is a digit of base45 but never its last character: a last of three
 * is at most 32, a last of two at most 5, and space is 36. So spaces at the end come from a scanner.
 */
export const unprefix = (text: string): string | null =>
  text.startsWith(HC1) ? text.slice(HC1.length).trimEnd() : null;

/** What unpacking gives: bytes, and whether they were compressed at all. */
export type Unpacked =
  | { readonly ok: true; readonly compressed: boolean; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: 'compression' | 'tooLarge' };

/**
 * Unpacks zlib (RFC 1950) up to the limit. Bytes that do not begin as zlib are taken as they are: the signature
 * tells whether that is a certificate, and that it was not compressed is a fact of its own.
 */
export function unpack(bytes: Uint8Array): Unpacked {
  if (!beginsAsZlib(bytes)) return { ok: true, compressed: false, bytes };
  try {
    const unpacked = inflateSync(bytes, { maxOutputLength: LARGEST_CERTIFICATE_BYTES });
    return { ok: true, compressed: true, bytes: unpacked };
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    return { ok: false, fault: tooLarge ? 'tooLarge' : 'compression' };
  }
}

/** Method 8 and a check over the first two bytes (RFC 1950, section 2.2); no COSE_Sign1 begins so. */
const beginsAsZlib = ([method = 0, flags = 0]: Uint8Array): boolean =>
  (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
