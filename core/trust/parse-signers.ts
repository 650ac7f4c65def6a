import { type TimestampMs, timestampMs } from '../units.ts';
import type { TrustEntry } from './entry.ts';
import { type Gathered, gather } from './gather.ts';
import {
  certificateBytes,
  certificateEntry,
  jwkEntry,
  keyEntry,
  keyOfJwk,
  type Stated,
  spkiEntry,
} from './hcert-entry.ts';
import type { ListSignature, SkipReason, TrustList } from './list.ts';
import { isList, isObject, type JsonObject, momentOf, textOf } from './parse-text.ts';
import { usagesOf } from './signer.ts';
import type { HealthStatement } from './trust.ts';

/** What is known of a file beside its JSON. */
export interface ListSource {
  readonly name: string;
  readonly signature: ListSignature;
}

/**
 * Lists of who may sign HC1 certificates, in the JSON forms that countries published. Null where the JSON has none of
 * their shapes.
 * - EU gateway and Germany: `{certificates: [{kid, rawData, country, certificateType, timestamp}]}`
 * - Switzerland: `{certs: [{keyId, use, alg, x, y | n, e | subjectPublicKeyInfo}]}`
 * - Netherlands: `{eu_keys: {kid: [{subjectPk, keyUsage: ["t", "v", "r"]}]}}`
 * - Sweden: `{dsc_trust_list: {country: {keys: [JWK], eku: {kid: [identifier]}}}}`
 * - France: `{certificatesDCC: {kid: certificate}}`, and the bare map `{kid: certificate | [certificate]}`
 * - United Kingdom and others: `[{kid, certificate | rawData | publicKey | x5c}]`
 * @throws GatelogError `trust/empty`, `trust/too-large`
 */
export function parseSigners(json: unknown, source: ListSource): TrustList | null {
  const gathered = gather();
  const finish = (listedAtMs: TimestampMs | null): TrustList =>
    gathered.list({ kind: 'hcert-list', listedAtMs, ...source });
  if (isList(json)) {
    if (!json.some((one) => isObject(one) && one['kid'] !== undefined)) return null;
    for (const one of json) gathered.take(statedEntry(one));
    return finish(newest(json));
  }
  if (!isObject(json)) return null;
  const { certificates, certs, eu_keys: keys, dsc_trust_list: byCountry, certificatesDCC: french } = json;
  if (isList(certificates)) {
    for (const one of certificates) gathered.take(gatewayEntry(one));
    return finish(newest(certificates));
  }
  if (isList(certs)) {
    for (const one of certs) gathered.take(swissEntry(one));
    return finish(null);
  }
  if (isObject(keys)) {
    takeDutch(keys, gathered);
    return finish(null);
  }
  if (isObject(byCountry)) {
    takeSwedish(byCountry, gathered);
    return finish(momentOf(json['iat']));
  }
  const map = isObject(french) ? french : json;
  if (!looksLikeMap(map)) return null;
  takeMap(map, gathered);
  return finish(null);
}

/** Newest `timestamp` of the entries: the day on which the list last grew. */
function newest(entries: readonly unknown[]): TimestampMs | null {
  let latest: number | null = null;
  for (const one of entries) {
    const at = isObject(one) ? momentOf(one['timestamp']) : null;
    if (at !== null && (latest === null || at > latest)) latest = at;
  }
  return latest === null ? null : timestampMs(latest);
}

/** Entry of the EU gateway: only signers (`DSC`); authorities, TLS and upload keys stand in it too. */
function gatewayEntry(one: unknown): TrustEntry | SkipReason {
  if (!isObject(one)) return 'bad-shape';
  const type = one['certificateType'];
  if (type !== undefined && type !== 'DSC') return 'other-use';
  return statedEntry(one);
}

/** An entry that names its kid, and its certificate or key under one of the names that were seen. */
function statedEntry(one: unknown): TrustEntry | SkipReason {
  if (!isObject(one)) return 'bad-shape';
  const stated: Stated = { kid: one['kid'], country: one['country'] };
  const certificate = one['certificate'] ?? one['rawData'] ?? one['cert'] ?? first(one['x5c']);
  if (certificate !== undefined) return fromCertificate(certificate, stated);
  if (one['publicKey'] !== undefined) return spkiEntry(one['publicKey'], stated);
  return one['kty'] === undefined ? 'bad-shape' : jwkEntry(one, stated);
}

const first = (value: unknown): unknown => (isList(value) ? value[0] : value);

function fromCertificate(value: unknown, stated: Stated): TrustEntry | SkipReason {
  const der = certificateBytes(value);
  return der === null ? 'not-a-certificate' : certificateEntry(der, stated);
}

/** `use` says `sig`, or the letters of what may be signed. */
function swissEntry(one: unknown): TrustEntry | SkipReason {
  if (!isObject(one)) return 'bad-shape';
  const use = textOf(one['use'], 10) ?? 'sig';
  const stated: Stated = { kid: one['keyId'], usages: use === 'sig' ? null : lettersOf([...use]) };
  const key = keyOfJwk(one);
  if (key !== null) return keyEntry(key, stated);
  return spkiEntry(one['subjectPublicKeyInfo'], stated);
}

/** No letter at all: no limit, as the Dutch verifier has it. */
function takeDutch(keys: JsonObject, gathered: Gathered): void {
  for (const [kid, list] of Object.entries(keys)) {
    for (const one of isList(list) ? list : [list]) {
      if (!isObject(one)) {
        gathered.take('bad-shape');
        continue;
      }
      const letters = isList(one['keyUsage']) ? one['keyUsage'] : [];
      gathered.take(
        spkiEntry(one['subjectPk'], { kid, usages: letters.length === 0 ? null : lettersOf(letters) }),
      );
    }
  }
}

const LETTERS: ReadonlyMap<unknown, HealthStatement> = new Map([
  ['t', 'test'],
  ['v', 'vaccination'],
  ['r', 'recovery'],
]);
/** Statements for the letters t, v, r in their one order; letters that nobody knows allow nothing. */
const lettersOf = (letters: readonly unknown[]): readonly HealthStatement[] =>
  [...LETTERS].flatMap(([letter, usage]) => (letters.includes(letter) ? [usage] : []));

function takeSwedish(byCountry: JsonObject, gathered: Gathered): void {
  for (const [country, part] of Object.entries(byCountry)) {
    const keys = isObject(part) ? part['keys'] : null;
    if (!isObject(part) || !isList(keys)) {
      gathered.take('bad-shape');
      continue;
    }
    const usages = isObject(part['eku']) ? part['eku'] : {};
    for (const key of keys) {
      if (!isObject(key)) {
        gathered.take('bad-shape');
        continue;
      }
      const kid = textOf(key['kid'], 100);
      const identifiers = kid !== null && Object.hasOwn(usages, kid) ? usages[kid] : null;
      const known = isList(identifiers) ? identifiers.filter((one) => typeof one === 'string') : [];
      gathered.take(jwkEntry(key, { kid: key['kid'], country, usages: usagesOf(known) }));
    }
  }
}

/** Every key may be a kid and every value holds certificates. An empty object is no list. */
function looksLikeMap(map: JsonObject): boolean {
  const all = Object.entries(map);
  return (
    all.length > 0 &&
    all.every(([kid, value]) => /^[A-Za-z0-9+/_-]{2,88}={0,2}$/.test(kid) && holdsCertificates(value))
  );
}

const holdsCertificates = (value: unknown): boolean =>
  (typeof value === 'string' && value.length > 100) ||
  (isList(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one.length > 100));

function takeMap(map: JsonObject, gathered: Gathered): void {
  for (const [kid, value] of Object.entries(map)) {
    for (const one of isList(value) ? value : [value]) gathered.take(fromCertificate(one, { kid }));
  }
}
