import { z } from 'zod';
import { assertNever } from '../errors.ts';

/** Base64 with padding, as Gatelog writes it. */
const base64 = (most: number) =>
  z
    .string()
    .min(2)
    .max(most)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/);
const kid = base64(88);
/** A name that somebody else wrote: shown as text only. */
const name = z.string().max(200).nullable();
const country = z
  .string()
  .regex(/^[A-Z]{2,3}$/)
  .nullable();
const usages = z
  .array(z.enum(['test', 'vaccination', 'recovery']))
  .readonly()
  .nullable();
/** 256-bit coordinate, base64url without padding (RFC 7518, section 6.2.1.2). */
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Largest certificate that is taken. Bytes; real ones have 500 to 2,500. */
export const CERTIFICATE_MAX_BYTES = 16 * 1024;
const certificate = base64(22_000);

/** Kinds of hash in the EU's revocation lists. */
export const REVOCATION_HASHES = ['UCI', 'COUNTRYCODEUCI', 'SIGNATURE'] as const;
/** Length of one hash there. Bytes. */
export const REVOCATION_HASH_BYTES = 16;

/** One entry of a trust list as plain data, fit for JSON. */
export const trustEntrySchema = z.discriminatedUnion('type', [
  /** A certificate that signs HC1. `usages` null: what the certificate itself says. */
  z.strictObject({ type: z.literal('hcert-certificate'), kid, certificate, country, usages, name }),
  /** A bare public key that signs HC1: SubjectPublicKeyInfo. */
  z.strictObject({ type: z.literal('hcert-key'), kid, spki: base64(4_000), country, usages }),
  /** An issuer of SMART Health Cards; its keys are P-256, the kid is their thumbprint. */
  z.strictObject({
    type: z.literal('shc-issuer'),
    iss: z.string().min(1).max(300),
    name: z.string().min(1).max(200),
    keys: z
      .array(z.strictObject({ kid: coordinate, x: coordinate, y: coordinate }))
      .min(1)
      .max(100)
      .readonly(),
  }),
  /** A country's signing authority. */
  z.strictObject({ type: z.literal('csca'), certificate, country, name }),
  /** Hashes of revoked certificates of one signer: 16 bytes each, sorted, one after another, in base64. */
  z.strictObject({
    type: z.literal('hcert-revoked'),
    kid,
    hashType: z.enum(REVOCATION_HASHES),
    country,
    hashes: base64(24_000_000),
  }),
  /** Ids of revoked cards of one key: `rid` or `rid.seconds`, sorted (SMART Health Cards, Revocation). */
  z.strictObject({
    type: z.literal('shc-revoked'),
    kid: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
    /** Counts up with each issue of the list. */
    ctr: z.int().min(0),
    rids: z
      .array(z.string().regex(/^[A-Za-z0-9_-]{1,24}(\.\d{1,12})?$/))
      .max(1_000_000)
      .readonly(),
  }),
]);
export type TrustEntry = z.infer<typeof trustEntrySchema>;
export type TrustEntryOf<T extends TrustEntry['type']> = Extract<TrustEntry, { type: T }>;

/** What an entry is filed under; entries with one key belong together (several certificates share a kid, say). */
export function keyOf(entry: TrustEntry): string {
  switch (entry.type) {
    case 'hcert-certificate':
    case 'hcert-key':
      return `hcert ${entry.kid}`;
    case 'shc-issuer':
      return `shc ${entry.iss}`;
    case 'csca':
      return `csca ${entry.country ?? ''} ${entry.name ?? ''}`;
    case 'hcert-revoked':
      return `hcert-revoked ${entry.kid} ${entry.hashType}`;
    case 'shc-revoked':
      return `shc-revoked ${entry.kid}`;
    default:
      return assertNever(entry);
  }
}

/** What stands for an issuer on a screen: country and a name that somebody else wrote. */
export function labelOf(entry: TrustEntry): { readonly country: string | null; readonly name: string } {
  switch (entry.type) {
    case 'hcert-certificate':
      return { country: entry.country, name: entry.name ?? entry.kid };
    case 'hcert-key':
      return { country: entry.country, name: entry.kid };
    case 'shc-issuer':
      return { country: null, name: entry.name };
    case 'csca':
      return { country: entry.country, name: entry.name ?? '' };
    case 'hcert-revoked':
      return { country: entry.country, name: entry.kid };
    case 'shc-revoked':
      return { country: null, name: entry.kid };
    default:
      return assertNever(entry);
  }
}

/** One text per entry, equal only for equal entries: two entries of one key are told apart and ordered by it. */
export const entryText = (entry: TrustEntry): string =>
  JSON.stringify(Object.entries(entry).sort(([a], [b]) => compareText(a, b)));

/** The one order of entries, each once: by key, then by content. */
export function canonicalEntries(entries: readonly TrustEntry[]): readonly TrustEntry[] {
  const sorted = entries
    .map((entry) => ({ entry, key: keyOf(entry), text: entryText(entry) }))
    .sort((a, b) => compareText(a.key, b.key) || compareText(a.text, b.text));
  return sorted.filter((one, index) => one.text !== sorted[index - 1]?.text).map(({ entry }) => entry);
}

/** By code unit, the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
