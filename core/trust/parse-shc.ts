import { createHash } from 'node:crypto';
import { GatelogError } from '../errors.ts';
import { compareText, type TrustEntryOf } from './entry.ts';
import { type Gathered, gather } from './gather.ts';
import { keyOfJwk } from './hcert-entry.ts';
import type { SkipReason, TrustList } from './list.ts';
import { gatherShcRevoked } from './parse-revocations.ts';
import type { ListSource } from './parse-signers.ts';
import { isList, isObject, type JsonObject, momentOf, nameOf, textOf } from './parse-text.ts';

type ShcKeyData = TrustEntryOf<'shc-issuer'>['keys'][number];

/** Most keys of one issuer. */
const KEYS_MAX = 100;

/**
 * Snapshot of a directory of SMART Health Card issuers, as the VCI publishes it:
 * `{directory, time, issuerInfo: [{issuer: {iss, name}, keys: [JWK], crls}]}`, with or without `participatingIssuers`.
 * Where it has those, an issuer that is not among them is left out. `crls` revoke cards of the issuer's own keys. Null
 * where the JSON has no such shape.
 * @throws GatelogError `trust/empty`, `trust/too-large`; `trust/invalid` where it lists issuers without their keys
 */
export function parseVciSnapshot(json: unknown, source: ListSource): TrustList | null {
  if (!isObject(json)) return null;
  const { issuerInfo: infos, participatingIssuers: participating } = json;
  if (!isList(infos)) {
    if (!isList(participating)) return null;
    throw new GatelogError('trust/invalid', 'lists issuers without keys: take the snapshot', {
      why: 'issuers-without-keys',
    });
  }
  const named = isList(participating) ? participatingNames(participating) : null;
  const gathered = gather();
  const revoked = gatherShcRevoked(gathered);
  for (const info of infos) {
    const issuer = isObject(info) ? info['issuer'] : null;
    if (!isObject(info) || !isObject(issuer)) {
      gathered.take('bad-shape');
      continue;
    }
    const iss = issOf(issuer['iss']);
    if (iss !== null && named !== null && !named.has(iss)) gathered.take('not-participating');
    else {
      const kids = takeIssuer(gathered, iss, issuer['name'], info['keys']);
      for (const crl of isList(info['crls']) ? info['crls'] : []) revoked.take(crl, kids);
    }
  }
  revoked.finish();
  return gathered.list({
    kind: 'vci-snapshot',
    name: nameOf(json['directory'], 300) ?? 'VCI',
    listedAtMs: momentOf(json['time']),
    signature: source.signature,
  });
}

function participatingNames(issuers: readonly unknown[]): ReadonlySet<string> {
  const names = issuers.map((one) => (isObject(one) ? issOf(one['iss']) : null));
  return new Set(names.filter((one) => one !== null));
}

/**
 * Keys of one issuer: a JWK set (`{keys: [JWK]}`, RFC 7517, section 5) whose issuer is given, or stands beside the
 * keys as `iss` or `issuer`. Null where the JSON has no such shape.
 * @throws GatelogError `trust/empty`; `trust/invalid` where nothing says whose keys these are
 */
export function parseShcKeys(json: unknown, source: ListSource, givenIss: string | null): TrustList | null {
  const keys = isObject(json) ? json['keys'] : null;
  if (!isObject(json) || !isList(keys)) return null;
  const beside = isObject(json['issuer'])
    ? json['issuer']
    : { iss: json['iss'] ?? json['issuer'], name: json['name'] };
  const iss = issOf(givenIss ?? beside['iss']);
  if (iss === null) {
    throw new GatelogError('trust/invalid', 'nothing says whose keys these are', { why: 'issuer-missing' });
  }
  const gathered = gather();
  takeIssuer(gathered, iss, beside['name'], keys);
  return gathered.list({ kind: 'shc-keys', name: iss, listedAtMs: null, signature: source.signature });
}

/** Takes an issuer with its keys that can be used; returns their ids. */
function takeIssuer(
  gathered: Gathered,
  iss: string | null,
  name: unknown,
  keys: unknown,
): ReadonlySet<string> {
  if (iss === null || !isList(keys)) {
    gathered.take('bad-shape');
    return new Set();
  }
  const good: ShcKeyData[] = [];
  for (const key of keys) {
    const read = good.length < KEYS_MAX ? shcKey(key) : 'bad-shape';
    if (typeof read === 'string') gathered.take(read);
    else if (!good.some((one) => one.kid === read.kid)) good.push(read);
  }
  const kids = new Set(good.map((one) => one.kid));
  if (good.length === 0) return kids;
  good.sort((a, b) => compareText(a.kid, b.kid));
  gathered.take({ type: 'shc-issuer', iss, name: nameOf(name) ?? iss.slice(0, 200), keys: good });
  return kids;
}

/** P-256 for ES256, and a kid that is the key's own thumbprint, so that no other key can go under it. */
function shcKey(key: unknown): ShcKeyData | SkipReason {
  if (!isObject(key)) return 'bad-shape';
  if (key['d'] !== undefined) return 'private-key';
  if (
    (key['use'] !== undefined && key['use'] !== 'sig') ||
    (key['alg'] !== undefined && key['alg'] !== 'ES256')
  )
    return 'other-use';
  const jwk = p256(key);
  if (jwk === null) return 'unusable-key';
  const kid = thumbprint(jwk);
  return key['kid'] === kid ? { kid, ...jwk } : 'not-thumbprint';
}

function p256(key: JsonObject): { readonly x: string; readonly y: string } | null {
  if (key['kty'] !== 'EC' || key['crv'] !== 'P-256') return null;
  const [x, y] = [key['x'], key['y']];
  const isCoordinate = (one: unknown): one is string =>
    typeof one === 'string' && /^[A-Za-z0-9_-]{43}$/.test(one);
  // The library says whether the point lies on the curve.
  return isCoordinate(x) && isCoordinate(y) && keyOfJwk(key) !== null ? { x, y } : null;
}

/** Thumbprint of a P-256 key (RFC 7638). */
export const thumbprint = ({ x, y }: { readonly x: string; readonly y: string }): string =>
  createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');

/** An issuer is a web address without a slash at its end (SMART Health Cards, Issuer); null where it is none. */
function issOf(value: unknown): string | null {
  const iss = textOf(value);
  return iss !== null && /^https:\/\/[^\s\p{Cc}]+$/u.test(iss) ? iss : null;
}
