/** Outcome of one check. Nothing is "valid" as a whole (DESIGN.md, Words). */
export type CheckOutcome = 'pass' | 'fail' | 'unknown' | 'notApplicable';

/** One fact about a credential. `why` is a stable key or a short English sentence, free of personal data. */
export interface Check {
  readonly name: string;
  readonly outcome: CheckOutcome;
  readonly why: string;
}

export type DocumentKind = 'cccd' | 'cmnd' | 'bhyt' | 'qid' | 'phone' | 'badge' | 'text';

/** An identity number with its kind. `masked` numbers (PC-Covid's `001***`) never join two people. */
export interface Document {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly masked: boolean;
}

export type CredentialKind = 'cccd' | 'pc-covid' | 'badge' | 'control' | 'unknown-text';

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
  /** Present on `control` only. `authentic` is false for a foreign, old or camera-read code. */
  readonly control?: {
    readonly command: ControlCommand;
    readonly authentic: boolean;
    readonly argument: string | null;
  };
}

/** What parsers may know beside the text: parsed settings, never I/O. */
export interface CredentialContext {
  /** Site secret for control codes; null where none is set up. */
  readonly siteSecret: Uint8Array | null;
  /** Badge lookup in the site's roster. */
  readonly badge: (code: string) => { readonly name: string; readonly department: string | null } | null;
}

/**
 * One credential kind = one file exporting one of these, listed in core/credential/registry.ts.
 * `read` returns null where the text is not of this kind and never throws.
 */
export interface CredentialReader {
  readonly kind: CredentialKind;
  readonly read: (text: string, context: CredentialContext) => Credential | null;
}
