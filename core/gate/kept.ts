import type { Credential } from '../credential/credential.ts';
import type { CleanRead } from '../read/read.ts';
import { isCertificate, isNoPass } from './policy.ts';

/** A health certificate that no reader understood, such as one that a keyboard damaged: its text holds all the same. */
const CERTIFICATE_TEXT = /HC1:[0-9A-Z $%*+./:-]{20}|shc:\/[\d/]{20}|"hdr"|^PK\u0003\u0004/i;
/** A Wi-Fi code that no reader understood, with its password in it. */
const WIFI_TEXT = /WIFI:.*P:/is;

/** What the site has decided to keep. */
export interface Keeping {
  /** True where the settings state a purpose for keeping vaccine, test and disease. */
  readonly healthDetails: boolean;
}

/** What of a read goes into the log: the rest is not written anywhere. */
export interface Kept {
  readonly credential: Credential;
  /** The text as delivered, or null where it adds nothing or may not be kept. */
  readonly raw: string | null;
}

/**
 * What the log keeps of a read. Of a health certificate kind, name, birth and outcomes of checks, not vaccine, test or
 * disease, nor the text that they could be read from, unless the site says why (`healthDetails`). Of a code that is no
 * pass its kind alone: account numbers, addresses, other people's numbers and Wi-Fi passwords serve no purpose at a
 * gate. Everything else is kept as it is, with the scanner's own words where our reading of them could be wrong.
 */
export function keptOf(credential: Credential, clean: CleanRead, keeping: Keeping): Kept {
  const text = privacyOf(credential, clean.text);
  if (text === 'secret') return { credential: { ...nobody(credential), fields: {} }, raw: null };
  const odd = credential.kind === 'unknown-text' || clean.damage.length > 0;
  if (text === 'plain' || keeping.healthDetails) return { credential, raw: odd ? clean.raw : null };
  const left = new Set(credential.kind === 'unknown-text' ? ['text'] : (credential.healthFields ?? []));
  const fields = Object.fromEntries(Object.entries(credential.fields).filter(([name]) => !left.has(name)));
  return { credential: { ...credential, fields }, raw: null };
}

/** True where the text of a read may stand on the screen, its long numbers masked. */
export const mayShowText = (credential: Credential, text: string): boolean =>
  privacyOf(credential, text) === 'plain';

function privacyOf(credential: Credential, text: string): 'plain' | 'health' | 'secret' {
  if (isNoPass(credential.kind)) return 'secret';
  const { kind, healthFields } = credential;
  if (isCertificate(kind) || kind === 'shc-part' || healthFields !== undefined) return 'health';
  if (kind !== 'unknown-text') return 'plain';
  if (WIFI_TEXT.test(text)) return 'secret';
  return CERTIFICATE_TEXT.test(text) ? 'health' : 'plain';
}

const nobody = (credential: Credential): Credential => ({
  ...credential,
  documents: [],
  name: null,
  birth: null,
});
