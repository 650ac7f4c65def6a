import { createPublicKey, X509Certificate } from 'node:crypto';
import { assertNever } from '../errors.ts';
import type { TimestampMs } from '../units.ts';
import { REVOCATION_HASH_BYTES, type TrustEntry, type TrustEntryOf } from './entry.ts';
import type { TrustList } from './list.ts';
import { bareHcertSigner, readHcertSigner } from './signer.ts';
import type { CscaCertificate, HcertSigner, Revocation, ShcIssuer, ShcKey, TrustStore } from './trust.ts';

/**
 * Everything that some lists say, ready to ask. Keys are made when somebody asks for them first and then kept; an entry
 * that makes none (a curve that this runtime lacks, say) is as if it were not there. Where two lists name one issuer of
 * SMART Health Cards, the keys of both are its own.
 */
export function createTrustStore(lists: readonly TrustList[]): TrustStore {
  const signers = new Map<string, HcertEntry[]>();
  const issuers = new Map<string, TrustEntryOf<'shc-issuer'>[]>();
  const authorities: TrustEntryOf<'csca'>[] = [];
  const hashes = new Map<string, Uint8Array[]>();
  const rids = new Map<string, Map<string, number | null>>();
  for (const entry of lists.flatMap((list) => list.entries)) {
    switch (entry.type) {
      case 'hcert-certificate':
      case 'hcert-key':
        pushTo(signers, entry.kid, entry);
        break;
      case 'shc-issuer':
        pushTo(issuers, entry.iss, entry);
        break;
      case 'csca':
        authorities.push(entry);
        break;
      case 'hcert-revoked':
        pushTo(hashes, entry.kid, Buffer.from(entry.hashes, 'base64'));
        break;
      case 'shc-revoked':
        addRids(rids, entry);
        break;
      default:
        assertNever(entry);
    }
  }
  const hcertSigners = once((kid: string): readonly HcertSigner[] =>
    distinct(signers.get(kid) ?? [], (entry) => JSON.stringify(entry)).flatMap(
      (entry) => signerOf(entry) ?? [],
    ),
  );
  const shcIssuer = once((iss: string): ShcIssuer | null => issuerOf(iss, issuers.get(iss) ?? []));
  let cscas: readonly CscaCertificate[] | null = null;
  return {
    namesHcertSigners: signers.size > 0,
    namesShcIssuers: issuers.size > 0,
    hcertSigners: (kid) => (signers.has(kid) ? hcertSigners(kid) : NONE),
    shcIssuer: (iss) => (issuers.has(iss) ? shcIssuer(iss) : null),
    cscas: () => {
      cscas ??= distinct(authorities, (entry) => entry.certificate).flatMap(
        (entry) => authorityOf(entry) ?? [],
      );
      return cscas;
    },
    hcertRevoked: (kid, asked) => hashAnswer(hashes.get(kid), asked),
    shcRevoked: (_iss, kid, rid, issuedAtMs) => ridAnswer(rids.get(kid), rid, issuedAtMs),
  };
}

type HcertEntry = TrustEntryOf<'hcert-certificate' | 'hcert-key'>;
const NONE: readonly never[] = [];

function signerOf(entry: HcertEntry): HcertSigner | null {
  const stated = { kid: entry.kid, country: entry.country };
  const signer = entry.type === 'hcert-key' ? bareSigner(entry, stated) : certifiedSigner(entry, stated);
  return signer === null || entry.usages === null ? signer : { ...signer, usages: entry.usages };
}

function certifiedSigner(entry: TrustEntryOf<'hcert-certificate'>, stated: Stated): HcertSigner | null {
  const reading = readHcertSigner(Buffer.from(entry.certificate, 'base64'), stated);
  return reading.ok ? reading.signer : null;
}

function bareSigner(entry: TrustEntryOf<'hcert-key'>, stated: Stated): HcertSigner | null {
  const key = made(() =>
    createPublicKey({ key: Buffer.from(entry.spki, 'base64'), type: 'spki', format: 'der' }),
  );
  return key === null ? null : bareHcertSigner(key, stated);
}

interface Stated {
  readonly kid: string;
  readonly country: string | null;
}

function issuerOf(iss: string, entries: readonly TrustEntryOf<'shc-issuer'>[]): ShcIssuer | null {
  const [first] = entries;
  if (first === undefined) return null;
  const data = distinct(
    entries.flatMap((entry) => entry.keys),
    (key) => key.kid,
  );
  const keys = data.flatMap(({ kid, x, y }): ShcKey[] => {
    const key = made(() => createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' }));
    return key === null ? [] : [{ kid, key }];
  });
  return { iss, name: first.name, keys };
}

function authorityOf(entry: TrustEntryOf<'csca'>): CscaCertificate | null {
  const certificate = made(() => {
    const read = new X509Certificate(Buffer.from(entry.certificate, 'base64'));
    // A key of a curve that this runtime lacks throws here: nothing could ever be checked with it.
    return read.publicKey.asymmetricKeyType === undefined ? null : read;
  });
  return certificate === null ? null : { certificate, country: entry.country };
}

function made<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/** Remembers answers: one per key that stands on a list, so never more than the lists have. */
function once<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      found = { value: make(key) };
      known.set(key, found);
    }
    return found.value;
  };
}

function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Each once: two lists may name the same signer. */
function distinct<T extends TrustEntry | object>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

/** A hash stands in any of the sorted rows of 16-byte hashes of this signer. */
function hashAnswer(rows: readonly Uint8Array[] | undefined, asked: readonly string[]): Revocation {
  if (rows === undefined) return 'no-list';
  const wanted = asked.map((hex) => Buffer.from(hex, 'hex').subarray(0, REVOCATION_HASH_BYTES));
  const revoked = rows.some((row) =>
    wanted.some((hash) => hash.length === REVOCATION_HASH_BYTES && stands(row, hash)),
  );
  return revoked ? 'revoked' : 'unlisted';
}

function stands(row: Uint8Array, hash: Buffer): boolean {
  let low = 0;
  let high = Math.floor(row.length / REVOCATION_HASH_BYTES) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = middle * REVOCATION_HASH_BYTES;
    const order = hash.compare(row, at, at + REVOCATION_HASH_BYTES);
    if (order === 0) return true;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return false;
}

/** `rid` alone revokes every card with it; `rid.seconds` those issued before that second. The wider rule wins. */
function addRids(rids: Map<string, Map<string, number | null>>, entry: TrustEntryOf<'shc-revoked'>): void {
  const of = rids.get(entry.kid) ?? new Map<string, number | null>();
  rids.set(entry.kid, of);
  for (const text of entry.rids) {
    const [rid = '', seconds] = text.split('.');
    const before = seconds === undefined ? null : Number(seconds) * 1000;
    const known = of.get(rid);
    if (known === null) continue;
    of.set(rid, before === null || known === undefined ? before : Math.max(known, before));
  }
}

function ridAnswer(
  rids: ReadonlyMap<string, number | null> | undefined,
  rid: string,
  issuedAtMs: TimestampMs,
): Revocation {
  if (rids === undefined) return 'no-list';
  const before = rids.get(rid);
  if (before === undefined) return 'unlisted';
  return before === null || issuedAtMs < before ? 'revoked' : 'unlisted';
}
