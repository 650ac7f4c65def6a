import { documentOf } from '../person/documents.ts';
import { type Gs1Element, writeElements } from '../read/gs1.ts';
import type { Credential, CredentialContext, CredentialReader, RosterEntry } from './credential.ts';
import { cardInDate } from './in-date.ts';

/** Longest badge code that is looked up, in characters: Code 128 labels hold far less. */
export const LONGEST_BADGE = 64;

/** A badge of the site: any text that the site's roster knows. */
export const badgeReader: CredentialReader = {
  kind: 'badge',
  read: (text, context) => {
    const entry = lookUp(text, context);
    return entry === null ? null : badgeOf(text, entry, context);
  },
};

/**
 * Application identifiers whose value by itself can be a person's badge: SSCC, serial number, document number,
 * individual asset, service relation of staff and of visitors, and those that a company may use as it likes
 * (GS1 General Specifications, section 3.2).
 */
const OF_ONE = /^(00|21|253|8004|8017|8018|9[1-9])$/;

/**
 * A badge in GS1 element strings whose text as a whole is not on the roster: as a label shows it,
 * `(8018)095060001343520017`, or by the value of one element. Where two values stand on the roster in two lines it
 * is not known whose badge it is, and the answer is null.
 */
export function readGs1Badge(elements: readonly Gs1Element[], context: CredentialContext): Credential | null {
  const label = writeElements(elements);
  const asLabel = lookUp(label, context);
  if (asLabel !== null) return badgeOf(label, asLabel, context);
  const found = new Map<RosterEntry, string>();
  for (const { ai, value } of elements) {
    const entry = OF_ONE.test(ai) ? lookUp(value, context) : null;
    if (entry !== null && !found.has(entry)) found.set(entry, value);
  }
  const [only] = found;
  return only === undefined || found.size > 1 ? null : badgeOf(only[1], only[0], context);
}

const lookUp = (code: string, context: CredentialContext): RosterEntry | null =>
  code === '' || code.length > LONGEST_BADGE ? null : context.badge(code);

function badgeOf(code: string, entry: RosterEntry, context: CredentialContext): Credential {
  return {
    kind: 'badge',
    fields: {
      code,
      name: entry.name,
      department: entry.department,
      validFrom: entry.validFrom,
      validTo: entry.validTo,
    },
    documents: [documentOf('badge', code)],
    name: entry.name,
    birth: null,
    checks: [
      { name: 'roster', outcome: 'pass', why: 'the code is on the roster of the site' },
      { name: 'signature', outcome: 'notApplicable', why: 'a badge code carries no signature' },
      cardInDate({ from: entry.validFrom, to: entry.validTo }, context.nowMs),
    ],
    notes: [],
  };
}
