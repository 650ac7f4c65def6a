import { randomBytes } from 'node:crypto';
import type { Document } from '../core/credential/credential.ts';
import { documentFromTyped, documentOf, hasShape } from '../core/person/documents.ts';
import { typedNameAgrees } from '../core/person/fold.ts';
import { birthYear, maskDocument, maskName } from '../core/person/mask.ts';
import { minutes } from '../core/units.ts';
import type { CallArgs } from '../preload/contract/channels.ts';
import type { SuggestionsView } from '../preload/contract/gate-views.ts';
import type { Log } from './log/log.ts';

/** Somebody whom the log knows, whole: for the row alone. */
export interface KnownPerson {
  readonly key: string;
  readonly name: string;
  readonly birth: string | null;
  readonly document: Document | null;
  /** His own, where the log knows exactly one. */
  readonly phone: string | null;
}

/**
 * People who were here before, for a guard who types. He sees them masked, and only who has the whole number: the
 * page is never told a name, the row gets it. What asks for many numbers is not a queue of visitors but somebody who
 * tries numbers out.
 */
export interface KnownPeople {
  /** People with this document or phone; whoever was offered before and is not among them is forgotten. */
  suggest(typed: CallArgs<'gate.suggest'>): SuggestionsView;
  /** Who was offered under this ref, or null where nobody is any more. */
  taken(ref: string): KnownPerson | null;
}

/** People offered at once: a phone that more have is nobody's. */
const MOST = 3;
/** Different numbers that may be asked about within a minute, and within an hour. */
const A_MINUTE = 8;
const AN_HOUR = 90;

export function createKnownPeople(
  log: { readonly people: Pick<Log['people'], 'having'> },
  uptimeMs: () => number,
): KnownPeople {
  /** When each number was asked about first within the hour. */
  const asked = new Map<string, number>();
  const offered = new Map<string, KnownPerson>();

  /** False where too many numbers were asked about. One that was asked about already costs nothing. */
  const mayAsk = (numbers: readonly string[]): boolean => {
    const now = uptimeMs();
    for (const [number, atMs] of asked) if (now - atMs >= minutes(60)) asked.delete(number);
    const fresh = numbers.filter((number) => !asked.has(number));
    const lately = [...asked.values()].filter((atMs) => now - atMs < minutes(1));
    if (lately.length + fresh.length > A_MINUTE || asked.size + fresh.length > AN_HOUR) return false;
    for (const number of fresh) asked.set(number, now);
    return true;
  };

  return {
    suggest: (typed) => {
      // Asked again while the name is typed on, whoever is still offered keeps his ref: it may be pressed just now.
      const before = new Map([...offered].map(([ref, { key }]) => [key, ref]));
      offered.clear();
      const document = wholeDocument(typed.document);
      const phone = wholePhone(typed.phone);
      const numbers = [document, phone].flatMap((one) => (one === null ? [] : [`${one.kind} ${one.number}`]));
      if (numbers.length === 0) return { people: [], tooMany: false };
      if (!mayAsk(numbers)) return { people: [], tooMany: true };
      const people = log.people.having(document, phone?.number ?? null, MOST).flatMap((found) => {
        const { key, name, birth } = found.card;
        if (name === null) return [];
        const ref = before.get(key) ?? randomBytes(16).toString('hex');
        const own = found.documents[0] ?? null;
        const [only, ...more] = found.phones;
        offered.set(ref, {
          key,
          name,
          birth,
          document: own,
          phone: more.length === 0 ? (only ?? null) : null,
        });
        return [
          {
            ref,
            nameMasked: maskName(name),
            birthYear: birth === null ? null : birthYear(birth),
            documentMasked: own === null ? null : maskDocument(own.number),
            nameDiffers: !typedNameAgrees(typed.name, name),
          },
        ];
      });
      return { people, tooMany: false };
    },
    taken: (ref) => offered.get(ref) ?? null,
  };
}

/** A document that is whole by its shape; a badge's code has none, so nobody is offered for it. */
function wholeDocument(typed: string): Document | null {
  const document = documentFromTyped(typed);
  return document === null || document.kind === 'badge' || document.masked ? null : document;
}

function wholePhone(typed: string): Document | null {
  const phone = documentOf('phone', typed);
  return phone.masked || !hasShape('phone', phone.number) ? null : phone;
}
