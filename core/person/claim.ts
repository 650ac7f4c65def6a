import type { CheckName, Credential, Document, DocumentKind } from '../credential/credential.ts';
import { birthFact } from './birth.ts';
import { hasShape } from './documents.ts';

/** Kinds of which one human has one number: two different ones are two people, or a card that is wrong. */
export const SOLE_KINDS = ['cccd', 'cmnd', 'bhyt'] as const;
export type SoleKind = (typeof SOLE_KINDS)[number];

/**
 * Who a read says that it is: the full documents that a card says are one human's, and what else it says of him.
 * Masked numbers are not among them: they join nobody (FORMATS.md, section 3).
 */
export interface PersonClaim {
  /** The first one names the person of the event. Empty only where a phone number is all that was typed. */
  readonly documents: readonly Document[];
  /** The person's own phone number: it belongs to him, and joins him with nobody. */
  readonly phone: string | null;
  readonly name: string | null;
  /** `YYYY-MM-DD` or `YYYY`, or null. */
  readonly birth: string | null;
}

/** Numbers that one authority gives to one human. A phone is shared by a family, and a text is nobody's. */
const JOINING: ReadonlySet<DocumentKind> = new Set([
  'cccd',
  'cmnd',
  'bhyt',
  'qid',
  'passport',
  'certificate',
  'badge',
]);

/** A card of which one of these failed may have been altered or misread: its numbers prove nothing together. */
const DOUBTED_WHERE_FAILED: readonly CheckName[] = [
  'signature',
  'wellFormed',
  'schema',
  'checksum',
  'numberConsistent',
];

/**
 * Reads a credential as a claim, or null where it names nobody in full.
 * @param doubted true where the text came damaged or repaired: its letters and digits may be somebody else's, so
 *   that it is looked up by its first number and adds nothing to what is known of that person
 */
export function claimOf(credential: Credential, doubted: boolean): PersonClaim | null {
  const own = ownDocuments(credential);
  const full = own.filter(({ kind, masked }) => !masked && JOINING.has(kind));
  const [named] = full;
  const first = credential.documents[0];
  if (named === undefined) {
    if (first === undefined || first.masked) return null;
    const bare = { name: credential.name, birth: null };
    if (first.kind === 'phone') return { documents: [], phone: first.number, ...bare };
    return { documents: [first], phone: null, name: null, birth: null };
  }
  const documents = distinct(full.flatMap((one) => [one, ...inside(one)]));
  if (doubted || contradictsItself(documents) || credential.checks.some(isDoubt)) {
    return { documents: [named], phone: null, name: null, birth: null };
  }
  return {
    documents,
    phone: own.find(({ kind, masked }) => kind === 'phone' && !masked)?.number ?? null,
    name: credential.name,
    birth: birthFact(credential.birth),
  };
}

/**
 * Which documents of a claim hang on which: all on the first, since the card is about its holder, but the number inside
 * a health-insurance code on that code. So one document that turns out to be somebody else's takes no others with it.
 */
export function linksOf(documents: readonly Document[]): readonly (readonly [Document, Document])[] {
  const [first, ...others] = documents;
  if (first === undefined) return [];
  return others.map((one) => [documents.find((code) => isInside(one, code)) ?? first, one]);
}

/** The kind of a number of which one human has one, or null. Of BHYT only the ten digits: codes around them change. */
export function soleKindOf({ kind, number }: Pick<Document, 'kind' | 'number'>): SoleKind | null {
  if (kind === 'bhyt') return /^\d{10}$/.test(number) ? 'bhyt' : null;
  return SOLE_KINDS.find((one) => one === kind) ?? null;
}

/**
 * What the holder can call his own. On a PC-Covid code that somebody else declared, phone and health insurance in EXT
 * may be the declarer's (Decision 1405/QĐ-BTTTT; FORMATS.md, section 3), so they are nobody's.
 */
function ownDocuments({ documents, fields }: Credential): readonly Document[] {
  const declarer = fields['declarerQid'] ?? null;
  if (declarer === null || declarer === fields['qid']) return documents;
  return documents.filter(({ kind }, index) => index === 0 || (kind !== 'phone' && kind !== 'bhyt'));
}

/** The social-insurance number at the end of an old health-insurance code, `GD 4 01 0123456789`. */
function inside({ kind, number }: Document): readonly Document[] {
  if (kind !== 'bhyt' || !hasShape('bhyt', number) || number.length !== 15) return [];
  return [{ kind, number: number.slice(-10), masked: false }];
}

const isInside = (one: Document, code: Document): boolean =>
  inside(code).some(({ kind, number }) => kind === one.kind && number === one.number);

function distinct(documents: readonly Document[]): readonly Document[] {
  return documents.filter(
    (one, index) =>
      documents.findIndex(({ kind, number }) => kind === one.kind && number === one.number) === index,
  );
}

function contradictsItself(documents: readonly Document[]): boolean {
  const kinds = documents.map(soleKindOf).filter((kind) => kind !== null);
  return new Set(kinds).size < kinds.length;
}

const isDoubt = ({ name, outcome }: Credential['checks'][number]): boolean =>
  outcome === 'fail' && DOUBTED_WHERE_FAILED.includes(name);
