import type { CredentialReader } from './credential.ts';
import { textKey } from './unknown.ts';

/** How the forms begin: vCard (RFC 6350), MECARD (NTT DoCoMo), BIZCARD, and an address for mail (RFC 6068). */
const FORMS: readonly (readonly [form: string, begins: RegExp])[] = [
  ['vcard', /^BEGIN:VCARD\b/i],
  ['mecard', /^MECARD:/i],
  ['bizcard', /^BIZCARD:/i],
  ['mail', /^(?:mailto|MATMSG):/i],
];

/**
 * Contact card. Everybody makes one of whatever words he likes, and it may be of somebody else: no name is read out
 * of it, and the log keeps no more than the form.
 */
export const contactReader: CredentialReader = {
  kind: 'contact',
  read: (text) => {
    const form = FORMS.find(([, begins]) => begins.test(text))?.[0];
    if (form === undefined) return null;
    return {
      kind: 'contact',
      fields: { form },
      documents: [{ kind: 'text', number: textKey(text), masked: false }],
      name: null,
      birth: null,
      checks: [],
      notes: ['contact-card'],
    };
  },
};
