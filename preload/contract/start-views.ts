import type { Language } from './gate-views.ts';

/** What the idle screen says for a while after a start that followed no proper end. */
export interface SuddenEndView {
  /** Seq of the last event before it: the log is whole up to there. */
  readonly lastSeq: number;
  /** When that was written; null where a clock was not to be trusted. */
  readonly lastAtMs: number | null;
  /** When the kiosk came back. */
  readonly openedAtMs: number | null;
  /** The whole PC went off, or only this program ended. */
  readonly what: 'machine' | 'program';
}

/** Letters and digits of a recovery code, without its hyphens. */
export const RECOVERY_SIGNS = 20;

/** What stands before the gate where its log takes a moment to open, or does not open. */
export type StartView =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'opening';
      readonly language: Language;
      /** What was found in the log; null before that. */
      readonly found: { readonly events: number; readonly lastAtMs: number | null } | null;
    }
  | { readonly kind: 'failed'; readonly language: Language; readonly code: string }
  /** The key is lost: the recovery code stands in for it. `code` is why; `keyFile` where a copy of the key would lie. */
  | {
      readonly kind: 'recover';
      readonly language: Language;
      readonly code: string;
      readonly keyFile: string;
    };
