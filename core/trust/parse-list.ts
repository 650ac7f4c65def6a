import type { KeyObject } from 'node:crypto';
import { GatelogError } from '../errors.ts';
import { certificateOf } from './hcert-entry.ts';
import { LIST_LIMITS, type ListSignature, NOT_SIGNED, type TrustList } from './list.ts';
import { certificateList, looksLikePem, publicKeysOf, refuseBinary } from './parse-certificates.ts';
import { parseDid } from './parse-did.ts';
import { parseHcertRevocations, parseShcRevocations } from './parse-revocations.ts';
import { parseShcKeys, parseVciSnapshot } from './parse-shc.ts';
import { type ListSource, parseSigners } from './parse-signers.ts';
import { isObject, jsonOf, listNameOf, textOfFile } from './parse-text.ts';
import { looksLikeJws, NOT_SUPPORTED, readJws, readSignedLines } from './signed.ts';

/** One file, read as a whole. */
export interface TrustFile {
  /** Its name, or its path below the folder that was chosen: shown, and the name of a list that has no better. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ParseOptions {
  /** Keys that somebody gave for checking the signatures of lists. Default: none. */
  readonly signingKeys?: readonly KeyObject[];
  /** Whose keys a bare JWK set holds (`iss` URL). Default: what the file says. */
  readonly iss?: string;
}

/** What a file turned out to hold. */
export type FileContent =
  | { readonly type: 'list'; readonly list: TrustList }
  | {
      readonly type: 'certificates';
      readonly content: { readonly pem: string } | { readonly der: Uint8Array };
    }
  /** Public keys alone: for the signatures of the lists beside them. */
  | { readonly type: 'keys'; readonly keys: readonly KeyObject[] };

/**
 * Tells by its content, never by its ending, what a file holds, and reads it.
 * @throws GatelogError `trust/too-large`, `trust/invalid` (no list, or a broken one), `trust/unsupported` (known, not
 * read by this version), `trust/empty` (no usable entry)
 */
export function readTrustFile(file: TrustFile, options: ParseOptions = {}): FileContent {
  const { bytes } = file;
  if (bytes.length > LIST_LIMITS.fileBytes) {
    throw new GatelogError('trust/too-large', 'the file is larger than a list may be', {
      sizeBytes: bytes.length,
      mostBytes: LIST_LIMITS.fileBytes,
    });
  }
  // A DER certificate is a sequence; text never begins with one byte of 0x30 and a length of two bytes.
  if (bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80) {
    if (certificateOf(bytes) === null) refuseBinary(bytes);
    return { type: 'certificates', content: { der: bytes } };
  }
  const text = textOfFile(bytes);
  if (looksLikePem(text)) {
    const keys = publicKeysOf(text);
    const isKeysAlone = keys.length > 0 && !text.includes('CERTIFICATE-----');
    return isKeysAlone ? { type: 'keys', keys } : { type: 'certificates', content: { pem: text } };
  }
  const keys = options.signingKeys ?? [];
  const signed = looksLikeJws(text) ? readJws(text, keys) : readSignedLines(text, keys);
  const source = { name: listNameOf(file.name), signature: signed.signature };
  return { type: 'list', list: parseJson(jsonOf(signed.text), source, options.iss ?? null) };
}

/**
 * Reads one file as one list.
 * @throws what `readTrustFile` throws; `trust/empty` where it holds public keys alone
 */
export function parseTrustFile(file: TrustFile, options: ParseOptions = {}): TrustList {
  const content = readTrustFile(file, options);
  if (content.type === 'list') return content.list;
  if (content.type === 'keys')
    throw new GatelogError('trust/empty', 'public keys alone', { why: 'keys-alone' });
  return certificateList(listNameOf(file.name), [content.content], NOT_SIGNED);
}

function parseJson(json: unknown, source: ListSource, iss: string | null): TrustList {
  const inner = detached(json);
  if (inner !== null) return parseJson(inner, { ...source, signature: detachedSignature(source) }, iss);
  const list =
    parseVciSnapshot(json, source) ??
    parseDid(json, source) ??
    parseShcKeys(json, source, iss) ??
    parseShcRevocations(json, source) ??
    parseHcertRevocations(json, source) ??
    parseSigners(json, source);
  if (list === null) {
    throw new GatelogError('trust/invalid', 'JSON, and no trust list that Gatelog knows', {
      why: 'not-a-list',
    });
  }
  return list;
}

const detachedSignature = (source: ListSource): ListSignature =>
  source.signature.why === 'not-signed' ? NOT_SUPPORTED : source.signature;

/** The Dutch wrapping `{payload, signature}`: JSON in base64 and a CMS signature, which is not checked. */
function detached(json: unknown): unknown {
  if (!isObject(json)) return null;
  const { payload, signature } = json;
  if (typeof payload !== 'string' || typeof signature !== 'string') return null;
  const inner = jsonOf(textOfFile(Buffer.from(payload, 'base64')));
  // One wrapping only: wrappings in wrappings would be somebody's game with the stack.
  if (isObject(inner) && typeof inner['payload'] === 'string') {
    throw new GatelogError('trust/invalid', 'a wrapping inside a wrapping', { why: 'not-a-list' });
  }
  return inner;
}
