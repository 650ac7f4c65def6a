import { inflateRawSync } from 'node:zlib';
import { decodeUtf8 } from '../../read/codepages.ts';
import { decodeBase64url } from '../base64url.ts';
import { isList, isObject, type Json, type JsonObject, member, parseJson, stringOf } from '../json.ts';

/** Longest payload that is inflated, in bytes; the longest public example has 30 KB. */
const PAYLOAD_LIMIT = 256 * 1024;
const HEALTH_CARD = 'https://smarthealth.cards#health-card';

/** A JWS taken apart. Nothing of it is believed yet. */
export interface ShcCard {
  /** What the signature covers: header and payload as they stand in the JWS. */
  readonly signed: string;
  /** Bytes behind the second dot; empty where there are none, none that can be read, or `alg` says `none`. */
  readonly signature: Buffer;
  /** Why a signature that is there cannot be checked, in words; null where it can be, or there is none. */
  readonly uncheckable: string | null;
  readonly kid: string | null;
  readonly iss: string | null;
  /** Seconds since 1970 as the card has them, maybe with a fraction; null where absent or no number. */
  readonly nbf: number | null;
  readonly exp: number | null;
  /** Types of the credential, for vaccination, test and so on. */
  readonly types: readonly string[];
  readonly rid: string | null;
  readonly subject: JsonObject;
  /** What is not as the specification asks for, in words; empty where the wrapping is right. */
  readonly faults: readonly string[];
}

/** A card, or why the JWS cannot be taken apart. */
export type ShcReading =
  | { readonly ok: true; readonly card: ShcCard }
  | { readonly ok: false; readonly why: string };

const failed = (why: string): ShcReading => ({ ok: false, why });

/**
 * Takes a JWS apart (SMART Health Cards Framework 1.4, "Health Cards are Encoded as Compact Serialization JSON Web
 * Signatures"): ES256, payload in raw DEFLATE. Never throws.
 */
export function readCard(jws: string): ShcReading {
  const parts = jws.split('.');
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3) return failed('it is no signed token of three parts');
  const head = readObject(decodeBase64url(header));
  if (typeof head === 'string') return failed(`its header ${head}`);
  const body = readObject(inflate(decodeBase64url(payload)));
  if (typeof body === 'string') return failed(`its content ${body}`);

  const isUnsigned = member(head, 'alg') === 'none';
  const bytes = isUnsigned ? Buffer.alloc(0) : decodeBase64url(signature);
  const vc = member(body, 'vc');
  const type = member(vc, 'type');
  const subject = member(vc, 'credentialSubject');
  return {
    ok: true,
    card: {
      signed: `${header}.${payload}`,
      signature: bytes ?? Buffer.alloc(0),
      uncheckable: uncheckable(head, bytes),
      kid: stringOf(member(head, 'kid')),
      iss: stringOf(member(body, 'iss')),
      nbf: numberOf(member(body, 'nbf')),
      exp: numberOf(member(body, 'exp')),
      types: isList(type) ? type.flatMap((one) => stringOf(one) ?? []) : [],
      rid: stringOf(member(vc, 'rid')),
      subject: isObject(subject) ? subject : {},
      faults: [
        ...(bytes?.length === 64 ? [] : ['its signature has another form']),
        ...headFaults(head),
        ...bodyFaults(body),
      ],
    },
  };
}

function uncheckable(head: JsonObject, signature: Buffer | null): string | null {
  if (signature === null) return 'its signature is not written in base64url';
  if (signature.length === 0) return null;
  if (member(head, 'crit') !== undefined) return 'its header asks for a rule (crit) that is not known here';
  return member(head, 'alg') === 'ES256' ? null : 'its header names another algorithm than ES256';
}

function headFaults(head: JsonObject): readonly string[] {
  return [
    ...(member(head, 'alg') === 'ES256' ? [] : ['its header names another algorithm than ES256']),
    ...(member(head, 'zip') === 'DEF' ? [] : ['its header does not say DEFLATE']),
    ...(/^[\w-]{43}$/.test(stringOf(member(head, 'kid')) ?? '')
      ? []
      : ['its key id is no SHA-256 thumbprint']),
    ...(member(head, 'crit') === undefined ? [] : ['its header asks for an extension']),
  ];
}

function bodyFaults(body: JsonObject): readonly string[] {
  const vc = member(body, 'vc');
  const [exp, rid, type] = [member(body, 'exp'), member(vc, 'rid'), member(vc, 'type')];
  const isIssuer = /^https:\/\/[^\s/?#]+(?:\/[^\s/?#]+)*$/.test(stringOf(member(body, 'iss')) ?? '');
  return [
    ...(isIssuer ? [] : ['its issuer is no https address without a slash at the end']),
    ...(numberOf(member(body, 'nbf')) === null ? ['it does not say from when it holds'] : []),
    ...(exp === undefined || numberOf(exp) !== null ? [] : ['its end is no number']),
    ...(isList(type) && type.includes(HEALTH_CARD) ? [] : ['it does not call itself a health card']),
    ...(rid === undefined || /^[\w-]{1,24}$/.test(stringOf(rid) ?? '')
      ? []
      : ['its revocation id has another form']),
  ];
}

/** Finite ones only: `1e999` is JSON. */
const numberOf = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Null where it is no DEFLATE, or longer than any card: a bomb stops at the limit. */
function inflate(bytes: Buffer | null): Buffer | null {
  if (bytes === null) return null;
  try {
    return inflateRawSync(bytes, { maxOutputLength: PAYLOAD_LIMIT });
  } catch {
    return null;
  }
}

/** The object that the bytes say in JSON, or what is wrong with them. */
function readObject(bytes: Buffer | null): JsonObject | string {
  const text = bytes === null ? null : decodeUtf8(bytes);
  if (text === null) return 'cannot be unpacked';
  const json = parseJson(text);
  if (!json.ok)
    return json.problem === 'duplicate-name' ? 'has a name twice' : 'is no JSON that is read here';
  return isObject(json.value) ? json.value : 'is no object';
}
