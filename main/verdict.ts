import type { Credential } from '../core/credential/credential.ts';
import type { GatelogError } from '../core/errors.ts';
import type { Decision, VerdictKind } from '../core/gate/rules.ts';
import { birthYear, maskDocument } from '../core/person/mask.ts';
import type { CleanRead } from '../core/read/read.ts';
import type { VerdictView } from '../preload/contract/views.ts';

/** Longest delivered text shown on the screen, in characters. */
const RAW_SHOWN = 120;

export interface VerdictInput {
  readonly id: number;
  readonly lane: string;
  readonly atMs: number;
  readonly readAtMs: number;
  readonly committedAtMs: number;
  /** How long welcome, goodbye, again and unreadable stay. */
  readonly hideAfterMs: number;
  readonly credential: Credential | null;
  readonly clean: CleanRead | null;
}

/** Verdict of a row that is on disk. */
export function recordedVerdict(
  input: VerdictInput,
  seq: number,
  decision: Pick<Decision, 'verdict' | 'reason' | 'sinceMs' | 'askedDirection'>,
): VerdictView {
  return {
    ...face(input, decision.verdict !== 'welcome' && decision.verdict !== 'goodbye'),
    verdict: decision.verdict,
    seq,
    reason: decision.reason,
    sinceMs: decision.sinceMs,
    askedDirection: decision.askedDirection,
    errorCode: null,
    hideAfterMs: staysUntilActedOn(decision.verdict) ? null : input.hideAfterMs,
  };
}

/** "Not recorded": shown when the append failed, with the reason. Names nobody as admitted. */
export function notRecordedVerdict(input: VerdictInput, error: GatelogError): VerdictView {
  return {
    ...face(input, false),
    verdict: 'not-recorded',
    seq: null,
    reason: 'not-recorded',
    sinceMs: null,
    askedDirection: null,
    errorCode: error.code,
    hideAfterMs: null,
  };
}

const staysUntilActedOn = (verdict: VerdictKind): boolean => verdict === 'stop' || verdict === 'ask';

function face(input: VerdictInput, showRaw: boolean) {
  const { credential, clean } = input;
  const document = credential?.documents[0];
  const raw =
    showRaw && clean !== null && (credential?.kind === 'unknown-text' || clean.damage.length > 0)
      ? maskNumbers(clean.text)
      : null;
  return {
    id: input.id,
    name: credential?.name ?? null,
    birthYear: credential?.birth ? birthYear(credential.birth) : null,
    documentMasked: document && document.kind !== 'text' ? maskDocument(document.number) : null,
    credentialKind: credential?.kind ?? '',
    lane: input.lane,
    atMs: input.atMs,
    damage: clean?.damage ?? [],
    rawShort: raw === null ? null : shorten(raw),
    notes: credential?.notes ?? [],
    readAtMs: input.readAtMs,
    committedAtMs: input.committedAtMs,
  };
}

/**
 * Runs of digits as long as a document's or a phone's number, of any script and also written in groups: on the screen
 * never whole, also in a text as it came.
 */
const maskNumbers = (text: string): string =>
  text.replace(/\p{Nd}(?:[\s.()\u2010-\u2015-]{0,2}\p{Nd}){8,}/gu, maskDocument);

/** Cuts at whole characters, so that no lone surrogate reaches the page. */
function shorten(text: string): string {
  const characters = Array.from(text.slice(0, RAW_SHOWN * 2));
  return characters.length > RAW_SHOWN || text.length > RAW_SHOWN * 2
    ? `${characters.slice(0, RAW_SHOWN).join('')}…`
    : text;
}
