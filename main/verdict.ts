import { CHECK_NAMES, type Check, type Credential } from '../core/credential/credential.ts';
import type { GatelogError } from '../core/errors.ts';
import { mayShowText } from '../core/gate/kept.ts';
import { CHECK_OUTCOMES, isNoPass } from '../core/gate/policy.ts';
import type { Decision, VerdictKind } from '../core/gate/rules.ts';
import { birthYear, maskDocument } from '../core/person/mask.ts';
import type { CleanRead } from '../core/read/read.ts';
import type { CheckView, PartsProgressView, VerdictView } from '../preload/contract/verdict-views.ts';

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
  /** A card in several codes that was given up by this read or is this one. */
  readonly parts?: PartsProgressView | null;
}

/** Verdict of a row that is on disk. */
export function recordedVerdict(
  input: VerdictInput,
  seq: number,
  decision: Pick<Decision, 'verdict' | 'reason' | 'sinceMs' | 'askedDirection' | 'decidedBy'>,
): VerdictView {
  return {
    ...face(input, decision.verdict !== 'welcome' && decision.verdict !== 'goodbye'),
    verdict: decision.verdict,
    seq,
    reason: decision.reason,
    sinceMs: decision.sinceMs,
    askedDirection: decision.askedDirection,
    decidedBy: decision.decidedBy === null ? null : checkView(decision.decidedBy),
    errorCode: null,
    hideAfterMs: staysUntilActedOn(decision.verdict) ? null : input.hideAfterMs,
  };
}

/** A card in several codes that was given up: its row is on disk, and nobody was named. */
export function partsMissingVerdict(
  input: VerdictInput,
  seq: number,
  { have, count }: PartsProgressView,
): VerdictView {
  const decision = { verdict: 'unreadable', reason: 'parts-missing' } as const;
  const parts = { have, count };
  const nothing = { sinceMs: null, askedDirection: null, decidedBy: null };
  return {
    ...recordedVerdict({ ...input, parts }, seq, { ...decision, ...nothing }),
    credentialKind: 'shc-part',
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
    decidedBy: null,
    errorCode: error.code,
    hideAfterMs: null,
  };
}

/** For a screen that everybody in the queue can read: the name is left out, and a text as it came where one stands in it. */
export const withoutName = (view: VerdictView): VerdictView => ({
  ...view,
  name: null,
  rawShort: view.name === null ? view.rawShort : null,
});

const staysUntilActedOn = (verdict: VerdictKind): boolean => verdict === 'stop' || verdict === 'ask';

function face(input: VerdictInput, showRaw: boolean) {
  const { credential, clean } = input;
  // The name on a business card is not that of whoever holds it up.
  const named = credential !== null && !isNoPass(credential.kind) ? credential : null;
  const document = named?.documents[0];
  const raw =
    showRaw && clean !== null && isOdd(credential, clean) && shows(credential, clean)
      ? maskNumbers(clean.text)
      : null;
  return {
    id: input.id,
    name: named?.name ?? null,
    birthYear: named?.birth ? birthYear(named.birth) : null,
    documentMasked:
      document && document.kind !== 'text' && document.kind !== 'certificate'
        ? maskDocument(document.number)
        : null,
    credentialKind: credential?.kind ?? '',
    lane: input.lane,
    atMs: input.atMs,
    damage: clean?.damage ?? [],
    rawShort: raw === null ? null : shorten(raw),
    notes: credential?.notes ?? [],
    checks: checkViews(named?.checks ?? []),
    parts: input.parts ? { have: input.parts.have, count: input.parts.count } : null,
    readAtMs: input.readAtMs,
    committedAtMs: input.committedAtMs,
  };
}

/** Our reading of it could be wrong, so the guard sees the words themselves; hex has none that he could read. */
const isOdd = (credential: Credential | null, clean: CleanRead): boolean =>
  credential?.kind === 'unknown-text' || (clean.damage.length > 0 && credential?.kind !== 'bhyt');

const shows = (credential: Credential | null, clean: CleanRead): boolean =>
  credential === null || mayShowText(credential, clean.text);

const checkView = ({ name, outcome, date }: Check): CheckView => ({ name, outcome, date: date ?? null });

/** Every check for the screen, in the order of CHECK_NAMES whatever a reader's own is. */
export const checkViews = (checks: readonly Check[]): readonly CheckView[] =>
  CHECK_NAMES.flatMap((name) => checks.filter((check) => check.name === name).map(checkView));

/** The checks of a row, by its `name=outcome;…`; their days are not in it. Words of another version are left out. */
export function checksOfText(text: string): readonly CheckView[] {
  const said = new Map(
    text.split(';').map((one): [string, string] => [one.split('=')[0] ?? '', one.split('=')[1] ?? '']),
  );
  return CHECK_NAMES.flatMap((name) => {
    const outcome = CHECK_OUTCOMES.find((one) => one === said.get(name));
    return outcome === undefined ? [] : [{ name, outcome, date: null }];
  });
}

/** A whole date in a field of a card, ddmmyyyy: of a birth the screen shows the year, also in a text as it came. */
const DATE_FIELD = /(?<=\|)\d{4}(?<year>(?:19|20)\d{2})(?=\||$)/g;

/**
 * Runs of digits as long as a document's or a phone's number, of any script and also written in groups: on the screen
 * never whole, also in a text as it came.
 */
const maskNumbers = (text: string): string =>
  text
    .replace(DATE_FIELD, '••••$<year>')
    .replace(/\p{Nd}(?:[\s.()\u2010-\u2015-]{0,2}\p{Nd}){8,}/gu, maskDocument);

/** Cuts at whole characters, so that no lone surrogate reaches the page. */
function shorten(text: string): string {
  const characters = Array.from(text.slice(0, RAW_SHOWN * 2));
  return characters.length > RAW_SHOWN || text.length > RAW_SHOWN * 2
    ? `${characters.slice(0, RAW_SHOWN).join('')}…`
    : text;
}
