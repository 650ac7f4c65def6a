import type { ClockState, EventKind, EventPersonal } from '../core/batch/event.ts';
import type { Check, Credential } from '../core/credential/credential.ts';
import { type Keeping, keptOf } from '../core/gate/kept.ts';
import { claimOf, type PersonClaim } from '../core/person/claim.ts';
import { tidyName } from '../core/person/fold.ts';
import type { CleanRead, ReadSource } from '../core/read/read.ts';
import type { ClockReading } from './clock/clock.ts';
import type { NewEvent } from './log/log.ts';

/** When an event was written, and whether the clock could be trusted then. */
export interface Stamp extends ClockReading {
  readonly clock: ClockState;
}

/** Everything an event can be made of; what is left out is null or empty in the row. */
export interface EventInput {
  readonly stamp: Stamp;
  readonly lane: string;
  readonly kind: EventKind;
  readonly reason: string;
  readonly source: ReadSource | null;
  readonly credential?: Credential;
  readonly clean?: CleanRead;
  /** What the site has decided to keep; the least where left out. */
  readonly keeping?: Keeping;
  /** Who it is, where that is known otherwise than by the credential. */
  readonly person?: { readonly key: string };
  readonly guard: string | null;
  readonly note?: string | null;
  readonly voidsSeq?: number | null;
  readonly answersSeq?: number | null;
  /** For an answer: the snapshot and person of the ask that it answers. */
  readonly repeats?: {
    readonly personal: EventPersonal;
    readonly personKey: string | null;
    readonly credentialKind: string;
    readonly checks: string;
  };
}

/** Who a read says that it is, or null where it names nobody in full. Damaged text adds nothing to what is known. */
export function personOf(credential: Credential, clean: CleanRead | undefined): PersonClaim | null {
  return claimOf(credential, clean !== undefined && (clean.repaired || clean.damage.length > 0));
}

/** Source as the log writes it: `serial:/dev/ttyUSB0`, `wedge:PREFIX`, `camera`, `manual`, or '' for the kiosk's own. */
export function sourceText(source: ReadSource | null): string {
  if (source === null) return '';
  if (source.kind === 'serial') return `serial:${source.port}`;
  if (source.kind === 'wedge') return `wedge:${source.prefix}`;
  return source.kind;
}

/** Checks as `name=outcome` joined by `;`, sorted by name; `checksOfText` of verdict.ts reads it again. */
export function checksText(checks: readonly Check[]): string {
  return checks
    .map((check) => `${check.name}=${check.outcome}`)
    .sort()
    .join(';');
}

const LEAST: Keeping = { healthDetails: false };

/** Builds the row to append from what is known. The one place where an event's fields are filled. */
export function newEvent(input: EventInput): NewEvent {
  const { stamp, clean, repeats } = input;
  // A credential without a text was typed by hand; all of it was meant for the log.
  const kept =
    input.credential && clean
      ? keptOf(input.credential, clean, input.keeping ?? LEAST)
      : { credential: input.credential, raw: null };
  const { credential } = kept;
  const personal = repeats
    ? { ...repeats.personal, guard: input.guard, note: input.note ?? null }
    : personalOf(input, kept);
  return {
    event: {
      atMs: stamp.atMs,
      offsetMin: stamp.offsetMin,
      bootId: stamp.bootId,
      uptimeMs: stamp.uptimeMs,
      clock: stamp.clock,
      gateId: '',
      lane: input.lane,
      kind: input.kind,
      reason: input.reason,
      credentialKind: kindOf(input),
      checks: credential ? checksText(credential.checks) : (repeats?.checks ?? ''),
      source: sourceText(input.source),
      voidsSeq: input.voidsSeq ?? null,
      answersSeq: input.answersSeq ?? null,
    },
    personal,
    person: input.person ?? (credential ? personOf(credential, clean) : keyOf(repeats?.personKey ?? null)),
  };
}

/** Kind of the credential that was read. What a guard typed was read from none. */
function kindOf({ credential, repeats, source }: EventInput): string {
  if (repeats !== undefined) return repeats.credentialKind;
  return credential === undefined || source?.kind === 'manual' ? '' : credential.kind;
}

function personalOf(
  input: EventInput,
  { credential, raw }: { readonly credential: Credential | undefined; readonly raw: string | null },
): EventPersonal {
  const document = credential?.documents[0];
  const fields = { ...credential?.fields };
  const take = (name: string): string | null => {
    const value = fields[name] ?? null;
    delete fields[name];
    return value;
  };
  // A number that a card says is kept once, also where it stands among the fields and is a document.
  const phone = take('phone');
  // Of a text that is no credential the words are all there is: kept once, as they came.
  if (raw !== null && credential?.kind === 'unknown-text') take('text');
  return {
    schema: 1,
    documentKind: document?.kind ?? null,
    document: document?.number ?? null,
    name: credential?.name == null ? null : tidyName(credential.name),
    birth: credential?.birth ?? null,
    sex: take('sex'),
    address: take('address'),
    phone: credential?.documents.find((one) => one.kind === 'phone')?.number ?? phone,
    note: input.note ?? null,
    guard: input.guard,
    raw,
    fields,
  };
}

/** The person of an earlier event, by its key. */
const keyOf = (key: string | null): { readonly key: string } | null => (key === null ? null : { key });
