import type { TimestampMs } from '../units.ts';

/** Kinds of event (DESIGN.md, Words): a read's outcome, a guard's act, or the kiosk's own. */
export const EVENT_KINDS = [
  'in',
  'out',
  'refused',
  'repeat',
  'unreadable',
  'asked',
  'void',
  'note',
  'opened',
  'closed',
  'alive',
  'mode',
  'clock',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** `ok` or `suspect`: whether the wall clock could be trusted when the event was written. */
export type ClockState = 'ok' | 'suspect';

/** The public fields of one row of the log, never changed once written. No personal data. */
export interface EventPublic {
  /** 1, 2, 3 … without gaps within one log. */
  readonly seq: number;
  readonly atMs: TimestampMs;
  /** Offset of local time from UTC in minutes, east positive (Vietnam +420). */
  readonly offsetMin: number;
  /** Identifies one boot of the operating system. */
  readonly bootId: string;
  /** Monotonic milliseconds since that boot. */
  readonly uptimeMs: number;
  readonly clock: ClockState;
  readonly gateId: string;
  /** Lane name, or '' for the kiosk's own events. */
  readonly lane: string;
  readonly kind: EventKind;
  readonly reason: string;
  readonly credentialKind: string;
  /** Checks as `name=outcome` joined by `;`, sorted by name. */
  readonly checks: string;
  readonly source: string;
  readonly voidsSeq: number | null;
  readonly answersSeq: number | null;
  /** Random id of the person, 32 hex, without meaning once the person is deleted. */
  readonly personKey: string | null;
}

/**
 * The immutable snapshot of what was read and typed. Schema number 1. Stored as deterministic CBOR with a
 * 32-byte salt. Every key is always present, null where unknown, so that one snapshot has one encoding.
 */
export interface EventPersonal {
  readonly schema: 1;
  readonly documentKind: string | null;
  readonly document: string | null;
  readonly name: string | null;
  readonly birth: string | null;
  readonly sex: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly note: string | null;
  readonly guard: string | null;
  /** The text as the scanner delivered it; null where it adds nothing (clean known credential). */
  readonly raw: string | null;
  /** Further fields of the credential, such as issue date. */
  readonly fields: Readonly<Record<string, string | null>>;
}

/** A full row as stored and as carried by a batch of the `full` profile. */
export interface EventRow extends EventPublic {
  /** SHA-256(salt ‖ payload), 32 bytes. */
  readonly commitment: Uint8Array;
  /** SHA-256(version ‖ previous chain ‖ length-prefixed public fields ‖ commitment), 32 bytes. */
  readonly chain: Uint8Array;
  /** 32 random bytes; null once retention deleted the personal row. */
  readonly salt: Uint8Array | null;
  /** Deterministic CBOR of EventPersonal; null once deleted. */
  readonly payload: Uint8Array | null;
}
