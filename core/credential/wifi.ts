import type { CredentialReader } from './credential.ts';
import { textKey } from './unknown.ts';

/** Words that scanners know for the security of a network; any other word is not kept. */
const SECURITIES: ReadonlySet<string> = new Set(['WPA', 'WPA2', 'WPA3', 'WEP', 'SAE', 'WPA2-EAP', 'NOPASS']);

/** `key:value;` parts, in which a backslash takes away the meaning of the character behind it. */
const PART = /([A-Za-z0-9]{1,4}):((?:[^;\\]|\\[\s\S])*)(?:;|$)/gy;

/** Parts of a Wi-Fi code by their key in capitals; the first of each counts. */
function partsOf(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [, key = '', value = ''] of text.slice('WIFI:'.length).matchAll(PART)) {
    if (!parts.has(key.toUpperCase())) parts.set(key.toUpperCase(), value.replace(/\\([\s\S])/g, '$1'));
  }
  return parts;
}

/**
 * Wi-Fi code, `WIFI:T:WPA;S:name;P:password;;` (ZXing, "Barcode Contents", and the Wi-Fi Alliance's WPA3
 * specification, section 7). The password stands nowhere in what comes out: not in the fields, and not in the text
 * key, which would let everybody who has the log try passwords against it.
 */
export const wifiReader: CredentialReader = {
  kind: 'wifi',
  read: (text) => {
    if (!/^WIFI:/i.test(text)) return null;
    const parts = partsOf(text);
    const security = (parts.get('T') ?? '').toUpperCase();
    return {
      kind: 'wifi',
      fields: { security: SECURITIES.has(security) ? security.toLowerCase() : null },
      documents: [{ kind: 'text', number: textKey(`WIFI:${parts.get('S') ?? ''}`), masked: false }],
      name: null,
      birth: null,
      checks: [],
      notes: ['wifi-code'],
    };
  },
};
