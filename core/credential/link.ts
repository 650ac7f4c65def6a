import type { CredentialReader } from './credential.ts';
import { textKey } from './unknown.ts';

/** With a scheme, or `www.`: whatever follows, it was meant as a web address. */
const CERTAIN = /^(?:https?:\/\/|www\.)\S/i;
/**
 * Bare domains, only of endings that are common here and never of a badge: small letters, or a path behind it. A
 * badge `KHO.01` and a file name `so.xlsx` are none.
 */
const BARE =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}(?:vn|com|net|org|edu|gov|info|io|app|me|page|link|gl|ly|xyz|site|online|shop|asia)(?:\/\S*)?$/;
const LONGEST_HOST = 253;

/** Host of a web address in small letters, without name, password and port; null where it is none. */
export function hostOf(address: string): string | null {
  const authority = /^(?:https?:\/\/)?([^\s/?#\\]+)/i.exec(address)?.[1] ?? '';
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return host.length <= LONGEST_HOST && /^[\p{L}\p{N}][\p{L}\p{N}.-]*$/u.test(host) ? host : null;
}

/**
 * Web address: posters and menus carry them, a pass does not. Path and query can hold keys and names, so the log
 * gets the host alone.
 */
export const linkReader: CredentialReader = {
  kind: 'link',
  read: (text) => {
    if (!CERTAIN.test(text) && !BARE.test(text)) return null;
    return {
      kind: 'link',
      fields: { host: hostOf(text) },
      documents: [{ kind: 'text', number: textKey(text), masked: false }],
      name: null,
      birth: null,
      checks: [],
      notes: ['web-address'],
    };
  },
};
