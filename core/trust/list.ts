import { z } from 'zod';
import { GatelogError } from '../errors.ts';
import { type TimestampMs, timestampMs } from '../units.ts';
import {
  canonicalEntries,
  keyOf,
  REVOCATION_HASH_BYTES,
  type TrustEntry,
  trustEntrySchema,
} from './entry.ts';

/** What may come in one list: beyond it a file is refused whole, because half a list would be a lie. */
export const LIST_LIMITS = {
  /** One file. Bytes. */
  fileBytes: 20 * 1024 * 1024,
  /** Files of one folder. */
  files: 2_000,
  /** All files of one folder together. Bytes. */
  totalBytes: 64 * 1024 * 1024,
  /** Entries of one list; the largest public list that was seen has 3,000. */
  entries: 20_000,
  /** Signatures in one file; nobody was seen to publish more than one. */
  signatures: 16,
  /** Public keys that lie beside lists, for their signatures: each is tried with each list. */
  signingKeys: 100,
  /** Hashes or ids of one revocation list. */
  revoked: 1_000_000,
} as const;

/** What a list is of. Words under `trustKinds` in the locales. */
export const TRUST_LIST_KINDS = [
  /** Directory of SMART Health Card issuers with their keys (VCI). */
  'vci-snapshot',
  /** Keys of one issuer of SMART Health Cards (JWKS). */
  'shc-keys',
  /** A country's list of who may sign HC1 certificates. */
  'hcert-list',
  /** The WHO's list of a domain or country (GDHCN `did.json`). */
  'gdhcn-did',
  /** A country's list of the authorities of all countries (ICAO master list). */
  'master-list',
  /** Certificates as files: signers of HC1, authorities of VDS-NC. */
  'certificates',
  /** Hashes of revoked HC1 certificates. */
  'hcert-revocations',
  /** Ids of revoked SMART Health Cards. */
  'shc-revocations',
] as const;
export type TrustListKind = (typeof TRUST_LIST_KINDS)[number];

/** What is known of a list's own signature. Words under `listSignatures` in the locales. */
export const LIST_SIGNATURE_WHYS = [
  /** `notApplicable`: the file carries none. */
  'not-signed',
  /** `unknown`: it carries one, and no key for it was given. */
  'no-key',
  /** `unknown`: it carries one of a kind that Gatelog does not check (JSON-LD proof, an odd algorithm or curve). */
  'not-supported',
  /** `pass`, by a key that was given beside the list. */
  'by-given-key',
  /** `pass`, by the certificate that the list itself brings: it says who made it, to whoever knows that certificate. */
  'by-own-certificate',
  /** `fail`: the list was altered, or signed by somebody else. Never applied. */
  'wrong',
] as const;
export type ListSignatureWhy = (typeof LIST_SIGNATURE_WHYS)[number];

const signatureSchema = z.strictObject({
  outcome: z.enum(['pass', 'fail', 'unknown', 'notApplicable']),
  why: z.enum(LIST_SIGNATURE_WHYS),
  /** Subject of the certificate that signed, or null. */
  by: z.string().max(400).nullable(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo) that signed, hex, or null. */
  keyHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type ListSignature = z.infer<typeof signatureSchema>;

/** Why an entry of a list was left out. Words under `trustSkips` in the locales. */
export const SKIP_REASONS = [
  'not-a-certificate',
  'unusable-key',
  /** No kid, or none that is base64 of 1 to 64 bytes. */
  'bad-kid',
  /** An entry without the fields that its form asks for. */
  'bad-shape',
  /** An SHC key whose kid is not the thumbprint of the key (SMART Health Cards, Determining keys). */
  'not-thumbprint',
  /** An issuer that the directory no longer counts among its own. */
  'not-participating',
  /** A key for something else, such as TLS or encryption. */
  'other-use',
  /** A private key: it has no business on a stick. */
  'private-key',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
export type Skipped = Readonly<Partial<Record<SkipReason, number>>>;

/** One trust list as plain data: what is kept, compared and asked. */
export interface TrustList {
  readonly kind: TrustListKind;
  /** With the kind the identity of the list: a newer one of the same kind and name takes its place. */
  readonly name: string;
  /** In their one order (`canonicalEntries`). */
  readonly entries: readonly TrustEntry[];
  /** When its makers say that they made it, or null where they do not. */
  readonly listedAtMs: TimestampMs | null;
  readonly signature: ListSignature;
  /** How many entries were left out, and why. */
  readonly skipped: Skipped;
}

export const NOT_SIGNED: ListSignature = {
  outcome: 'notApplicable',
  why: 'not-signed',
  by: null,
  keyHash: null,
};

/** `<kind>:<name>`, by which a list is kept. */
export const listIdOf = (list: Pick<TrustList, 'kind' | 'name'>): string => `${list.kind}:${list.name}`;

/** Whether a list, put together from several files, has more than one list may. */
export const isTooLarge = ({ entries }: Pick<TrustList, 'entries'>): boolean =>
  entries.length > LIST_LIMITS.entries ||
  entries.reduce((sum, entry) => sum + revokedBy(entry), 0) > LIST_LIMITS.revoked;

function revokedBy(entry: TrustEntry): number {
  if (entry.type === 'shc-revoked') return entry.rids.length;
  return entry.type === 'hcert-revoked'
    ? Buffer.byteLength(entry.hashes, 'base64') / REVOCATION_HASH_BYTES
    : 0;
}

/** Everything of a list but its entries: what a screen lists. */
export type TrustListHead = Omit<TrustList, 'entries'>;

const headSchema = z.strictObject({
  kind: z.enum(TRUST_LIST_KINDS),
  name: z.string().min(1).max(300),
  listedAtMs: z.int().min(0).max(8_640_000_000_000_000).nullable(),
  signature: signatureSchema,
  skipped: z.partialRecord(z.enum(SKIP_REASONS), z.int().min(1)),
});
/** A list as it came over a border: from the database or from another process. */
export const trustListSchema = headSchema.extend({
  entries: z.array(trustEntrySchema).min(1).max(LIST_LIMITS.entries),
});

/**
 * A list from plain data, as it was kept.
 * @throws GatelogError `trust/invalid`
 */
export function readTrustList(value: unknown): TrustList {
  const parsed = trustListSchema.safeParse(value);
  if (!parsed.success) throw new GatelogError('trust/invalid', 'not a list as Gatelog keeps it');
  const { entries, ...head } = parsed.data;
  return { ...headFrom(head), entries: canonicalEntries(entries) };
}

/**
 * Everything of a kept list but its entries.
 * @throws GatelogError `trust/invalid`
 */
export function readTrustHead(value: unknown): TrustListHead {
  const parsed = headSchema.safeParse(value);
  if (!parsed.success) throw new GatelogError('trust/invalid', 'not a list as Gatelog keeps it');
  return headFrom(parsed.data);
}

function headFrom({ listedAtMs, skipped, ...rest }: z.infer<typeof headSchema>): TrustListHead {
  return {
    ...rest,
    listedAtMs: listedAtMs === null ? null : timestampMs(listedAtMs),
    skipped: definedOnly(skipped),
  };
}

/** How many issuers (or revoked keys' lists) stand in it: entries that share a key count once. */
export const issuerCount = (list: Pick<TrustList, 'entries'>): number =>
  new Set(list.entries.map(keyOf)).size;

function definedOnly(skipped: Partial<Record<SkipReason, number | undefined>>): Skipped {
  const counts: Partial<Record<SkipReason, number>> = {};
  for (const reason of SKIP_REASONS) {
    const count = skipped[reason];
    if (count !== undefined) counts[reason] = count;
  }
  return counts;
}
