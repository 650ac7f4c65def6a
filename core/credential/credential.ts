import { NO_TRUST, type TrustStore } from '../trust/trust.ts';
import type { TimestampMs } from '../units.ts';

/** Outcome of one check. Nothing is "valid" as a whole (DESIGN.md, Words). */
export type CheckOutcome = 'pass' | 'fail' | 'unknown' | 'notApplicable';

/**
 * Every fact that a kind may check, in the order in which a screen lists them. Each outcome of a new one gets its words
 * under `checks` in the locales or a place in `SILENT` of renderer/gate/marks.ts.
 */
export const CHECK_NAMES = [
  /** The card's signature over its content, by a key on a trust list. */
  'signature',
  /** A trust list names the key or the issuer. */
  'issuerKnown',
  /** Not before its time, by the kiosk's clock. */
  'notBefore',
  /** Not after its time, by the kiosk's clock. `date` is the last day. */
  'notExpired',
  /** Not on an imported revocation list. */
  'notRevoked',
  /** The key may sign this type of certificate (extended key usage). */
  'keyUsage',
  /** The content has the shape that its specification asks for. */
  'schema',
  /** The wrapping (encodings, lengths, metadata) is as its specification asks for. */
  'wellFormed',
  /** The identity number agrees with birth year and sex on the card. */
  'numberConsistent',
  /** The card says from when to when it holds (health insurance, badges). `date` is the day that decides. */
  'cardInDate',
  /** The badge stands on the roster of the site. */
  'roster',
  /** A control card was made with the present secret of the site. */
  'controlCode',
  /** A check sum inside the code (VietQR). */
  'checksum',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** One fact about a credential. `why` is a short English sentence, free of personal data. */
export interface Check {
  readonly name: CheckName;
  readonly outcome: CheckOutcome;
  readonly why: string;
  /** Day that the outcome turns on, `YYYY-MM-DD`, where there is one: "expired 2023-05-01". */
  readonly date?: string;
}

export const DOCUMENT_KINDS = [
  'cccd',
  'cmnd',
  'bhyt',
  'qid',
  'passport',
  /** A health certificate's own identifier (UVCI), or a hash of the certificate where it has none. */
  'certificate',
  'phone',
  'badge',
  'text',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** An identity number with its kind. `masked` numbers (PC-Covid's `001***`) never join two people. */
export interface Document {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly masked: boolean;
}

export const CREDENTIAL_KINDS = [
  'control',
  'cccd',
  'bhyt',
  'pc-covid',
  /** EU DCC and its likes, `HC1:`. */
  'hcert-dcc',
  /** WHO and GDHCN contents in the same wrapping. */
  'hcert-who',
  /** SMART Health Card, whole. */
  'shc',
  /** One chunk of a SMART Health Card that comes in several codes. */
  'shc-part',
  'vds-nc',
  'divoc',
  'badge',
  /** Recognised and declined in words: VietQR, link, vCard, Wi-Fi. */
  'payment',
  'link',
  'contact',
  'wifi',
  'unknown-text',
] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** One code of a set: `index` counts from 1. Sets are told apart by kind and count alone (SMART Health Cards). */
export interface Part {
  readonly index: number;
  readonly count: number;
}

/** A command on a printed control card. */
export type ControlCommand = 'IN' | 'OUT' | 'AUTO' | 'UNDO' | 'GUARD';

/** A read that was understood. */
export interface Credential {
  readonly kind: CredentialKind;
  /** Everything the card says, by field name of its kind; empty fields are null. Raw leftovers included. */
  readonly fields: Readonly<Record<string, string | null>>;
  /** First document is the one that says who this is at the gate. Empty only for `control`. */
  readonly documents: readonly Document[];
  readonly name: string | null;
  /** `YYYY-MM-DD` or `YYYY`, or null. */
  readonly birth: string | null;
  readonly checks: readonly Check[];
  /** Stable keys worth a sentence on the screen or in the log, such as `number-does-not-match-birth`. */
  readonly notes: readonly string[];
  /** Names in `fields` that tell of vaccine, test or disease: kept in the log only where the site says why. */
  readonly healthFields?: readonly string[];
  /** Present on a code that is one of several; it names nobody until all are there. */
  readonly part?: Part;
  /** Present on `control` only. `authentic` is false for a foreign, old or camera-read code. */
  readonly control?: {
    readonly command: ControlCommand;
    readonly authentic: boolean;
    readonly argument: string | null;
  };
}

/** What readers may know beside the text: parsed settings, imported lists and the time, never I/O. */
export interface CredentialContext {
  /** Site secret for control codes; null where none is set up. */
  readonly siteSecret: Uint8Array | null;
  /** Badge lookup in the site's roster. */
  readonly badge: (code: string) => RosterEntry | null;
  /** Imported trust lists; `NO_TRUST` where there are none. */
  readonly trust: TrustStore;
  /** Now, for checks of dates; null where the kiosk's clock is not trusted, and those checks are then `unknown`. */
  readonly nowMs: TimestampMs | null;
}

/** A reader's context where nothing was set up: no secret, no roster, no lists, no clock that is trusted. */
export const NOTHING_KNOWN: CredentialContext = {
  siteSecret: null,
  badge: () => null,
  trust: NO_TRUST,
  nowMs: null,
};

/** One line of the site's roster. */
export interface RosterEntry {
  readonly name: string;
  readonly department: string | null;
  /** First and last day on which the badge holds, `YYYY-MM-DD`, or null for no limit. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/**
 * One credential kind = one file exporting one of these, listed in core/credential/registry.ts.
 * `read` returns null where the text is not of this kind and never throws.
 */
export interface CredentialReader {
  readonly kind: CredentialKind;
  readonly read: (text: string, context: CredentialContext) => Credential | null;
}
