import { X509Certificate } from 'node:crypto';
import { decodeBase64url } from '../base64url.ts';
import { isObject, type Json, type JsonObject, member, parseJson, stringOf } from '../json.ts';
import { canonicalJson } from './canonical.ts';

/** Longest certificate that is looked at, in bytes; that of the public sample has 904. */
const CERTIFICATE_LIMIT = 4096;

/** A seal taken apart. Nothing of it is believed yet. */
export interface Seal {
  readonly header: JsonObject;
  readonly message: JsonObject;
  /** What the signature covers; null where `data` has no canonical form. */
  readonly signed: Buffer | null;
  readonly algorithm: string | null;
  /** r and s behind each other; empty where the seal carries none, null where it is no base64url. */
  readonly signature: Buffer | null;
  /** The signer's certificate that stands in the seal; null where there is none. */
  readonly certificate: X509Certificate | null;
  /** What of the wrapping is not as the specification asks for, in words. */
  readonly faults: readonly string[];
}

/** A seal, or why the text cannot be taken apart. */
export type SealReading =
  | { readonly ok: true; readonly seal: Seal }
  | { readonly ok: false; readonly why: string };

/**
 * Takes a visible digital seal for non-constrained environments apart: `{data: {hdr, msg}, sig: {alg, cer, sigvl}}`
 * (ICAO Technical Report "VDS-NC", section 3). Never throws.
 */
export function readSeal(text: string): SealReading {
  const json = parseJson(text);
  if (!json.ok) {
    const why =
      json.problem === 'duplicate-name' ? 'a name stands twice in it' : 'it is no JSON that is read here';
    return { ok: false, why };
  }
  const [data, sig] = [member(json.value, 'data'), member(json.value, 'sig')];
  const [header, message] = [member(data, 'hdr'), member(data, 'msg')];
  if (!isObject(header) || !isObject(message)) return { ok: false, why: 'it has no header and message' };

  const canonical = data === undefined ? null : canonicalJson(data);
  const certificate = certificateOf(member(sig, 'cer'));
  const signature = isUnsigned(sig) ? Buffer.alloc(0) : bytesOf(member(sig, 'sigvl'));
  const names = isObject(json.value) ? Object.keys(json.value) : [];
  return {
    ok: true,
    seal: {
      header,
      message,
      signed: canonical === null ? null : Buffer.from(canonical, 'utf8'),
      algorithm: stringOf(member(sig, 'alg')),
      signature,
      certificate,
      faults: [
        ...(names.length === 2 ? [] : ['it has members beside data and signature']),
        ...(canonical === null ? ['its data have no canonical form'] : []),
        ...(certificate === null ? ['it has no certificate that can be read'] : []),
        ...(signature === null ? ['its signature has another form'] : []),
        ...(signature?.length === 0 ? ['it has no signature'] : []),
      ],
    },
  };
}

/** Nothing in the place of the signature, or a word for it that says so (RFC 7518, section 3.6). */
function isUnsigned(sig: Json | undefined): boolean {
  const value = member(sig, 'sigvl');
  return value === undefined || value === null || value === '' || member(sig, 'alg') === 'none';
}

/** Base64url as the specification asks for; the public sample writes the padding too. */
const bytesOf = (value: Json | undefined): Buffer | null => {
  const text = stringOf(value);
  return text === null || text === '' ? null : decodeBase64url(text, 'optional');
};

function certificateOf(value: Json | undefined): X509Certificate | null {
  const der = bytesOf(value);
  if (der === null || der.length > CERTIFICATE_LIMIT) return null;
  try {
    const certificate = new X509Certificate(der);
    // What stands behind a certificate, or before it as text, is not part of it.
    return certificate.raw.equals(der) ? certificate : null;
  } catch {
    return null;
  }
}
