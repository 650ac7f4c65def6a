import { GatelogError } from '../errors.ts';
import { compareText, REVOCATION_HASH_BYTES, REVOCATION_HASHES, type TrustEntryOf } from './entry.ts';
import { type Gathered, gather } from './gather.ts';
import { kidFrom } from './hcert-entry.ts';
import { LIST_LIMITS, type TrustList } from './list.ts';
import type { ListSource } from './parse-signers.ts';
import { bytesOf, countryOf, isList, isObject, type JsonObject, textOf } from './parse-text.ts';

/**
 * Revoked HC1 certificates: batches of the EU's revocation lists,
 * `{country, expires, kid, hashType: UCI | COUNTRYCODEUCI | SIGNATURE, entries: [{hash}]}`, one, an array of them, or
 * under `batches`. A hash is base64 of 16 bytes. Null where the JSON has no such shape.
 * @throws GatelogError `trust/empty`, `trust/too-large`; `trust/unsupported` for the form that apps fetch piece by piece
 */
export function parseHcertRevocations(json: unknown, source: ListSource): TrustList | null {
  if (isInSlices(json)) {
    throw new GatelogError('trust/unsupported', 'revocations in slices, of which a piece says nothing', {
      why: 'revocations-in-slices',
    });
  }
  const batches = batchesOf(json);
  if (batches === null) return null;
  const gathered = gather();
  const found = new Map<
    string,
    { readonly first: Omit<HcertRevoked, 'hashes'>; readonly hashes: Set<string> }
  >();
  let count = 0;
  for (const batch of batches) {
    const kid = kidFrom(batch['kid']);
    const hashType = REVOCATION_HASHES.find((one) => one === batch['hashType']);
    if (kid === null || hashType === undefined) {
      gathered.take(kid === null ? 'bad-kid' : 'bad-shape');
      continue;
    }
    const key = `${kid} ${hashType}`;
    const group = found.get(key) ?? {
      first: { type: 'hcert-revoked', kid, hashType, country: countryOf(batch['country']) } as const,
      hashes: new Set<string>(),
    };
    found.set(key, group);
    for (const entry of isList(batch['entries']) ? batch['entries'] : []) {
      const hash = bytesOf(isObject(entry) ? entry['hash'] : entry, 32)?.subarray(0, REVOCATION_HASH_BYTES);
      if (hash === undefined || hash.length < REVOCATION_HASH_BYTES) {
        gathered.take('bad-shape');
        continue;
      }
      count += 1;
      if (count > LIST_LIMITS.revoked) throw tooMany();
      group.hashes.add(hash.toString('hex'));
    }
  }
  for (const { first, hashes } of found.values()) {
    if (hashes.size === 0) continue;
    gathered.take({
      ...first,
      hashes: Buffer.from([...hashes].sort(compareText).join(''), 'hex').toString('base64'),
    });
  }
  return gathered.list({ kind: 'hcert-revocations', listedAtMs: null, ...source });
}

type HcertRevoked = TrustEntryOf<'hcert-revoked'>;

function batchesOf(json: unknown): readonly JsonObject[] | null {
  const list = isObject(json) ? (isList(json['batches']) ? json['batches'] : [json]) : json;
  if (!isList(list) || list.length === 0) return null;
  const batches = list.filter(isObject);
  const areBatches = batches.every((one) => one['hashType'] !== undefined && one['entries'] !== undefined);
  return areBatches && batches.length === list.length ? batches : null;
}

/**
 * The EU's revocation service for apps: kids with `settings`, their partitions with `chunks`, or `slices` of those, which
 * are Bloom filters or lists of hashes in files of their own.
 */
function isInSlices(json: unknown): boolean {
  const list = isList(json) ? json : [json];
  return list.some(
    (one) =>
      isObject(one) &&
      one['kid'] !== undefined &&
      [one['chunks'], one['slices'], isObject(one['settings']) ? one['settings']['hashTypes'] : null].some(
        (part) => isObject(part) || isList(part),
      ),
  );
}

/**
 * Revoked SMART Health Cards: `{kid, method: "rid", ctr, rids}` as an issuer publishes it for each key, one or an array
 * of them (SMART Health Cards, Revocation). A rid may carry `.seconds`: only cards issued before are meant. Null where
 * the JSON has no such shape.
 * @throws GatelogError `trust/empty`, `trust/too-large`
 */
export function parseShcRevocations(json: unknown, source: ListSource): TrustList | null {
  const lists = isList(json) ? json : [json];
  const known = lists.filter(isObject).filter((one) => one['method'] !== undefined && isList(one['rids']));
  if (known.length === 0 || known.length !== lists.length) return null;
  const gathered = gather();
  const revoked = gatherShcRevoked(gathered);
  for (const one of known) revoked.take(one);
  revoked.finish();
  return gathered.list({ kind: 'shc-revocations', listedAtMs: null, ...source });
}

/** Gathers lists of revoked cards; of two issues for one key the later counter holds. */
export interface ShcRevokedGatherer {
  /**
   * Takes one list, `{kid, method: "rid", ctr, rids}`, or counts why not.
   * @param kids keys that it may speak of; absent: any
   * @throws GatelogError `trust/too-large`
   */
  take(list: unknown, kids?: ReadonlySet<string>): void;
  /** Hands on what was gathered. */
  finish(): void;
}

/** @param gathered takes the entries and the counts of what was left out */
export function gatherShcRevoked(gathered: Gathered): ShcRevokedGatherer {
  const newest = new Map<string, TrustEntryOf<'shc-revoked'>>();
  let count = 0;
  return {
    take: (list, kids) => {
      if (!isObject(list)) return gathered.take('bad-shape');
      const kid = textOf(list['kid'], 100);
      const ctr = list['ctr'];
      if (kid === null || !/^[A-Za-z0-9_-]+$/.test(kid) || kids?.has(kid) === false)
        return gathered.take('bad-kid');
      if (list['method'] !== 'rid' || typeof ctr !== 'number' || !Number.isSafeInteger(ctr) || ctr < 0)
        return gathered.take('bad-shape');
      const rids = new Set<string>();
      for (const rid of isList(list['rids']) ? list['rids'] : []) {
        if (typeof rid === 'string' && /^[A-Za-z0-9_-]{1,24}(\.\d{1,12})?$/.test(rid)) rids.add(rid);
        else gathered.take('bad-shape');
      }
      count += rids.size;
      if (count > LIST_LIMITS.revoked) throw tooMany();
      if (ctr >= (newest.get(kid)?.ctr ?? -1))
        newest.set(kid, { type: 'shc-revoked', kid, ctr, rids: [...rids].sort(compareText) });
    },
    finish: () => {
      for (const entry of newest.values()) gathered.take(entry);
    },
  };
}

const tooMany = (): GatelogError =>
  new GatelogError('trust/too-large', 'more revoked certificates than a list may have', {
    most: LIST_LIMITS.revoked,
  });
