import type { CheckName, CheckOutcome } from '../../core/credential/credential.ts';
import type { CheckView, VerdictView } from '../../preload/contract/verdict-views.ts';

/** How a mark looks, the weightiest first: this is the order in which marks are shown and kept where room is short. */
export const MARK_TONES = ['bad', 'warning', 'unknown', 'read', 'good'] as const;
export type MarkTone = (typeof MARK_TONES)[number];

/** One small mark under a verdict: a fact in a guard's words. */
export interface Mark {
  readonly key: string;
  readonly tone: MarkTone;
  /** Group and word in the locales. */
  readonly group: 'checks' | 'notes' | 'damage' | 'parts';
  readonly word: string;
  /** Day that the fact turns on, `YYYY-MM-DD`, for words that take one. */
  readonly date: string | null;
}

/**
 * Outcomes of which a guard is told nothing, since another mark or the verdict's sentence says it, or since nobody at
 * a gate could act on it. All others have words under `checks` in the locales; a test holds both against each other.
 */
export const SILENT: ReadonlySet<`${CheckName}-${CheckOutcome}`> = new Set([
  'issuerKnown-notApplicable',
  'notBefore-pass',
  // The same clock is in doubt for the last day, which says so.
  'notBefore-unknown',
  'notBefore-notApplicable',
  'notExpired-notApplicable',
  // No list imported: nothing that the holder could be asked about.
  'notRevoked-unknown',
  'notRevoked-notApplicable',
  'keyUsage-pass',
  'keyUsage-unknown',
  'keyUsage-notApplicable',
  'schema-pass',
  'schema-unknown',
  'schema-notApplicable',
  'wellFormed-pass',
  'wellFormed-unknown',
  'wellFormed-notApplicable',
  'numberConsistent-pass',
  'numberConsistent-unknown',
  'numberConsistent-notApplicable',
  'cardInDate-notApplicable',
  'roster-unknown',
  'roster-notApplicable',
  // A control card is a stop or an act, and its sentence says why.
  'controlCode-pass',
  'controlCode-fail',
  'controlCode-unknown',
  'controlCode-notApplicable',
  'checksum-pass',
  'checksum-unknown',
  'checksum-notApplicable',
]);

/** Words of a check that name the day, where there is one. */
const DATED: ReadonlySet<string> = new Set([
  'notBefore-fail',
  'notExpired-pass',
  'notExpired-fail',
  'cardInDate-pass',
  'cardInDate-fail',
]);

const TONES: Readonly<Record<CheckOutcome, MarkTone>> = {
  fail: 'bad',
  unknown: 'unknown',
  notApplicable: 'read',
  pass: 'good',
};

/** Notes that say more exactly what a failed check says: one of them stands for both. */
const SAID_BY_NOTE: ReadonlySet<string> = new Set([
  'number-does-not-match-birth',
  'number-does-not-match-sex',
  'unknown-province',
]);

/** Notes that explain and warn of nothing. */
const EXPLAINS: ReadonlySet<string> = new Set([
  'certificate-vietnam-keys-not-public',
  'certificate-several-statements',
]);

/** Notes that the verdict's own sentence says already, by its reason. */
const SAID_BY_REASON: Readonly<Record<string, (note: string) => boolean>> = {
  'not-a-pass': () => true,
  'certificate-unreadable': (note) => note === 'certificate-damaged',
};

/** The word of a check in the locales, or null where it is silent. `nowMs` tells a day to come from one that is gone. */
export function checkWord(check: CheckView, nowMs: number): string | null {
  const plain = `${check.name}-${check.outcome}`;
  const silent: ReadonlySet<string> = SILENT;
  if (silent.has(plain)) return null;
  if (check.date === null || !DATED.has(plain)) return plain;
  // A card that holds from a day to come is not out of date.
  if (plain === 'cardInDate-fail' && isToCome(check.date, nowMs)) return `${plain}-early`;
  return `${plain}-dated`;
}

/** Everything that a guard should know of a credential beside its name, the weightiest first. */
export function marksOf(
  verdict: Pick<VerdictView, 'checks' | 'notes' | 'damage' | 'parts' | 'atMs' | 'reason'>,
): readonly Mark[] {
  const { checks, notes, damage, atMs } = verdict;
  const onRoster = checks.some((check) => check.name === 'roster' && check.outcome === 'pass');
  const explained = notes.some((note) => SAID_BY_NOTE.has(note));
  const facts = checks.flatMap((check): Mark[] => {
    const word = checkWord(check, atMs);
    if (word === null) return [];
    if (word === 'numberConsistent-fail' && explained) return [];
    // The roster vouches for a badge; that its code is unsigned goes without saying.
    if (word === 'signature-notApplicable' && onRoster) return [];
    return [{ key: check.name, tone: TONES[check.outcome], group: 'checks', word, date: check.date }];
  });
  const isSaid = SAID_BY_REASON[verdict.reason] ?? (() => false);
  const warnings = [
    ...notes.filter((note) => !isSaid(note)).map((word) => ({ group: 'notes' as const, word })),
    ...damage.map((word) => ({ group: 'damage' as const, word })),
  ].map(({ group, word }): Mark => {
    const tone = EXPLAINS.has(word) ? 'read' : 'warning';
    return { key: `${group} ${word}`, tone, group, word, date: null };
  });
  // Of the card before, whose codes this one put an end to.
  const left: readonly Mark[] =
    verdict.parts !== null && verdict.reason !== 'parts-missing'
      ? [{ key: 'parts', tone: 'warning', group: 'parts', word: 'before', date: null }]
      : [];
  return [...facts, ...warnings, ...left].sort((a, b) => weight(a) - weight(b));
}

/** Damage goes before all: what happened on the way may be the cause of everything that fails, and can be helped. */
const weight = ({ group, tone }: Mark): number => (group === 'damage' ? -1 : MARK_TONES.indexOf(tone));

/** What must not have come out so where "verified" is said. */
const SPOILS: ReadonlySet<`${CheckName}-${CheckOutcome}`> = new Set([
  'keyUsage-fail',
  // The key is limited, and what it signed is nothing that is known here.
  'keyUsage-unknown',
  'notRevoked-fail',
  // Signed by the issuer or not: longer, or with other content, than a card of its kind may be.
  'wellFormed-fail',
  'schema-fail',
]);

/**
 * "Verified" is said only where the signature holds, a list names who signed, nothing says that he might not have, and
 * the card is as its kind has to be: everyday codes carry no signature that anyone here could check (FORMATS.md).
 */
export function isVerified(checks: readonly CheckView[]): boolean {
  const outcome = (name: CheckName) => checks.find((check) => check.name === name)?.outcome;
  const spoils: ReadonlySet<string> = SPOILS;
  return (
    outcome('signature') === 'pass' &&
    outcome('issuerKnown') === 'pass' &&
    !checks.some((check) => spoils.has(`${check.name}-${check.outcome}`))
  );
}

/** Today as `YYYY-MM-DD` by the kiosk's own time zone, so that days compare as texts. */
const today = (nowMs: number): string => new Intl.DateTimeFormat('sv-SE').format(nowMs);

const isToCome = (day: string, nowMs: number): boolean => day > today(nowMs);

/** A day is worth naming whole within so many days of now; further away the month says enough. */
const NEAR_MS = 62 * 86_400_000;

/** `05/2023`, or `23/11/2026` where that is near; as it came where it is no date. */
export function dayShort(day: string, nowMs: number): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (parts === null) return day;
  const [, year, month, date] = parts;
  const near = Math.abs(Date.parse(day) - nowMs) < NEAR_MS;
  return near ? `${date}/${month}/${year}` : `${month}/${year}`;
}
