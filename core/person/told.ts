/** What a `note` event tells of who is one person. Keys are random and say nothing of anybody. */
export type PersonNote =
  /** Events of `key` are, from now on and looking back, of the person called `into`. */
  | { readonly kind: 'joined'; readonly key: string; readonly into: string }
  /** Events of `key` are no longer of the person called `from`. */
  | { readonly kind: 'parted'; readonly key: string; readonly from: string };

/** Reason of the note: `person/joined:<key>:<into>` or `person/parted:<key>:<from>`. Public and chained. */
export function personReason(note: PersonNote): string {
  return `person/${note.kind}:${note.key}:${note.kind === 'joined' ? note.into : note.from}`;
}

/** The note behind a reason, or null where the reason is none of ours. */
export function personNote(reason: string): PersonNote | null {
  const match = /^person\/(joined|parted):([0-9a-f]{32}):([0-9a-f]{32})$/.exec(reason);
  if (match === null) return null;
  const [, kind, key = '', other = ''] = match;
  return kind === 'joined' ? { kind, key, into: other } : { kind: 'parted', key, from: other };
}

/**
 * By key of an event the key by which its person is called, as these reasons tell it in the order of `seq`; a key
 * that is not in it calls its own person. A later note of a key takes the place of an earlier one.
 */
export function personsTold(reasons: Iterable<string>): ReadonlyMap<string, string> {
  const persons = new Map<string, string>();
  for (const reason of reasons) {
    const note = personNote(reason);
    if (note?.kind === 'joined') persons.set(note.key, note.into);
    if (note?.kind === 'parted') persons.delete(note.key);
  }
  return persons;
}
