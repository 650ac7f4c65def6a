import type { KeyObject } from 'node:crypto';
import { GatelogError } from '../errors.ts';
import { CMS_OIDS, readSignedData } from './cms.ts';
import { checkSignatures } from './cms-signature.ts';
import { certificateOf } from './hcert-entry.ts';
import { LIST_LIMITS, type ListSignature, NOT_SIGNED, type TrustList } from './list.ts';
import {
  type CertificatesContent,
  certificateList,
  looksLikePem,
  publicKeysOf,
} from './parse-certificates.ts';
import { parseDid } from './parse-did.ts';
import { parseMasterList } from './parse-master-list.ts';
import { parseHcertRevocations, parseShcRevocations } from './parse-revocations.ts';
import { parseShcKeys, parseVciSnapshot } from './parse-shc.ts';
import { type ListSource, parseSigners } from './parse-signers.ts';
import { bytesOf, isObject, jsonOf, listNameOf, textOfFile } from './parse-text.ts';
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
      readonly content: CertificatesContent;
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
    const certificate = certificateOf(bytes);
    if (certificate === null) return readCmsFile(file, options);
    if (bytes.subarray(certificate.raw.length).some((byte) => !isSpace(byte))) throw moreBehind();
    return { type: 'certificates', content: { ders: [certificate.raw] } };
  }
  const text = textOfFile(bytes);
  const wrapped = binaryInText(text);
  if (wrapped !== null) return readCmsFile({ ...file, bytes: wrapped }, options);
  if (looksLikePem(text)) {
    const keys = publicKeysOf(text);
    const isKeysAlone = keys.length > 0 && !text.includes('CERTIFICATE-----');
    return isKeysAlone ? { type: 'keys', keys } : { type: 'certificates', content: { pem: text } };
  }
  const keys = options.signingKeys ?? [];
  const signed = looksLikeJws(text) ? readJws(text, keys) : readSignedLines(text, keys);
  const source = { name: listNameOf(file.name), signature: signed.signature };
  return { type: 'list', list: parseJson(jsonOf(signed.text), source, options) };
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

/** Space, and what writers of files fill up with. */
const isSpace = (byte: number): boolean => byte <= 0x20;

/** Only the first thing of such a file would be read, and nobody would know of the rest. */
const moreBehind = (): GatelogError =>
  new GatelogError('trust/invalid', 'more than one thing in one file', { why: 'more-behind' });

/**
 * Signed data in PEM, or in bare base64 as the EU gateway hands it out; null for any other text.
 * @throws GatelogError `trust/invalid` where another block stands in the same file
 */
function binaryInText(text: string): Uint8Array | null {
  const pem = /^-----BEGIN (PKCS7|CMS|PKCS #7 SIGNED DATA)-----$([^-]+)-----END /m.exec(text)?.[2];
  if (pem !== undefined && text.indexOf('-----BEGIN ') !== text.lastIndexOf('-----BEGIN '))
    throw moreBehind();
  // 0x30 and a length of two bytes or more, which every such file begins with.
  const body = pem ?? (/^MI[A-Za-z0-9+/=\s]+$/.test(text) ? text : null);
  return body === null ? null : bytesOf(body, LIST_LIMITS.fileBytes);
}

/**
 * CMS, PKCS #7 by its older name (RFC 5652): a master list, a list in JSON that is signed, or certificates alone.
 * @throws GatelogError as `readTrustFile`
 */
function readCmsFile({ name, bytes }: TrustFile, options: ParseOptions): FileContent {
  const data = readSignedData(bytes);
  if (data === null) {
    throw new GatelogError('trust/invalid', 'neither a certificate nor a list', { why: 'not-a-list' });
  }
  const { content, contentType, certificates } = data;
  if (content === null) {
    // The certificate of whoever signed something that lies elsewhere is no issuer.
    if (data.signers.length > 0)
      throw new GatelogError('trust/unsupported', 'a signature alone', { why: 'signature-alone' });
    return { type: 'certificates', content: { ders: certificates.map(({ der }) => der) } };
  }
  const { signature, signedAtMs } = checkSignatures(data, content, options.signingKeys ?? []);
  const source = { name: listNameOf(name), signature };
  if (contentType === CMS_OIDS.masterList)
    return { type: 'list', list: parseMasterList(content, source, signedAtMs) };
  if (contentType === CMS_OIDS.data)
    return { type: 'list', list: parseJson(jsonOf(textOfFile(content)), source, options) };
  throw new GatelogError('trust/unsupported', 'a CMS file with other content', { why: 'cms' });
}

function parseJson(json: unknown, source: ListSource, options: ParseOptions): TrustList {
  const inner = detached(json, source, options.signingKeys ?? []);
  if (inner !== null) return parseJson(inner.json, { ...source, signature: inner.signature }, options);
  const list =
    parseVciSnapshot(json, source) ??
    parseDid(json, source) ??
    parseShcKeys(json, source, options.iss ?? null) ??
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

/** The Dutch wrapping `{payload, signature}`: JSON in base64, and a CMS signature over it that does not hold it. */
function detached(
  json: unknown,
  source: ListSource,
  keys: readonly KeyObject[],
): { readonly json: unknown; readonly signature: ListSignature } | null {
  if (!isObject(json)) return null;
  const { payload, signature } = json;
  if (typeof payload !== 'string' || typeof signature !== 'string') return null;
  const content = Buffer.from(payload, 'base64');
  const inner = jsonOf(textOfFile(content));
  // One wrapping only: wrappings in wrappings would be somebody's game with the stack.
  if (isObject(inner) && typeof inner['payload'] === 'string') {
    throw new GatelogError('trust/invalid', 'a wrapping inside a wrapping', { why: 'not-a-list' });
  }
  if (source.signature.why !== 'not-signed') return { json: inner, signature: source.signature };
  const data = readSignedData(Buffer.from(signature, 'base64'));
  // Without any signer there is a field for a signature and none in it.
  const isSigned = data !== null && data.content === null && data.signers.length > 0;
  return {
    json: inner,
    signature: isSigned ? checkSignatures(data, content, keys).signature : NOT_SUPPORTED,
  };
}
