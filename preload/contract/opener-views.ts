/** What main shows of the keys that open batches and of the one that signs them. Never a secret. */

import type { Language } from './gate-views.ts';

/** What batches are encrypted to; `nobody`: they tell of nobody, so nobody needs to be kept out. */
export type BatchOpenersState = 'recipients' | 'passphrase' | 'plain' | 'undecided' | 'nobody';

/** What an administrator chooses. */
export type OpenersChoiceView =
  | { readonly kind: 'recipients'; readonly recipients: string[] }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'plain'; readonly reason: string };

/** Who can open the batches, for the administrator's page. Never a passphrase. */
export interface OpenersView {
  readonly profile: 'full' | 'masked' | 'pseudonymous' | 'counts';
  readonly headings: Language;
  /** Null: nobody has decided. */
  readonly decidedBy: 'settings' | 'screen' | null;
  /** When it was chosen on the screen. */
  readonly sinceMs: number | null;
  readonly kind: OpenersChoiceView['kind'] | null;
  /** Public keys, `age1…`. */
  readonly recipients: readonly string[];
  readonly reason: string | null;
  /** Code of what is wrong with the files that the settings name, or null. */
  readonly problem: string | null;
}

/** What a text holds that should be an office's keys. */
export interface RecipientsCheckView {
  readonly recipients: readonly string[];
  /** Key under `recipientProblems` in the locales. */
  readonly problem: 'secret' | 'kind' | 'damaged' | null;
  /** Counted from 1. */
  readonly line: number | null;
}

/** The public half of the key that signs batches. */
export interface GateKeyView {
  /** 32 hex. */
  readonly keyId: string;
  /** A JSON Web Key (RFC 7517), on one line: what the file holds and the code shows. */
  readonly text: string;
  readonly fileName: string;
}
