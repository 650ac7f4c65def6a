import { documentOf } from '../person/documents.ts';
import type { CredentialReader } from './credential.ts';

/** Longest badge code that is looked up, in characters: Code 128 labels hold far less. */
export const LONGEST_BADGE = 64;

/** A badge of the site: any text that the site's roster knows. */
export const badgeReader: CredentialReader = {
  kind: 'badge',
  read: (text, context) => {
    if (text === '' || text.length > LONGEST_BADGE) return null;
    const entry = context.badge(text);
    if (entry === null) return null;
    return {
      kind: 'badge',
      fields: { code: text, name: entry.name, department: entry.department },
      documents: [documentOf('badge', text)],
      name: entry.name,
      birth: null,
      checks: [
        { name: 'roster', outcome: 'pass', why: 'the code is on the roster of the site' },
        { name: 'signature', outcome: 'notApplicable', why: 'a badge code carries no signature' },
      ],
      notes: [],
    };
  },
};
