import type { EventPublic } from '../core/batch/event.ts';
import type { Credential, CredentialContext } from '../core/credential/credential.ts';
import type { PartProgress } from '../core/credential/parts.ts';
import { readCredential } from '../core/credential/registry.ts';
import { type GatelogError, toGatelogError } from '../core/errors.ts';
import { type ControlOutcome, obeyControl } from '../core/gate/control.ts';
import { decide } from '../core/gate/decide.ts';
import type { Keeping } from '../core/gate/kept.ts';
import type { Decision, Direction, GateRules } from '../core/gate/rules.ts';
import { cleanRead } from '../core/read/clean.ts';
import type { CleanRead, Read } from '../core/read/read.ts';
import { newEvent, personOf, type Stamp } from './events.ts';
import { type LaneParts, partsMissing, type Unfinished } from './lane-parts.ts';
import type { Log, NewEvent } from './log/log.ts';

/** What a read came to. `failed` means nothing was written: the screen must say "not recorded". */
export type Admitted =
  | {
      readonly kind: 'recorded';
      readonly event: EventPublic;
      readonly decision: Decision;
      readonly clean: CleanRead;
      readonly credential: Credential;
      /** A card before this one that was not read to its end: its row stands before this one's. */
      readonly dropped: Unfinished | null;
    }
  /** One code of several: no row of its own, and nobody is named until all are there. */
  | {
      readonly kind: 'part';
      readonly progress: PartProgress;
      /** It was there already: nothing changed. */
      readonly again: boolean;
      /** A card before it that was not read to its end: this code is of another set. */
      readonly dropped: Unfinished | null;
      /** An ask that waited for its answer was closed by it. */
      readonly closedAsk: boolean;
      readonly clean: CleanRead;
      readonly credential: Credential;
    }
  | {
      readonly kind: 'control';
      readonly act: ControlAct;
      readonly clean: CleanRead;
      readonly credential: Credential;
    }
  | {
      readonly kind: 'failed';
      readonly error: GatelogError;
      readonly clean: CleanRead;
      readonly credential: Credential;
    };

/** What an obeyed control card asks the kiosk to do. */
export type ControlAct = Exclude<ControlOutcome, { readonly kind: 'stop' }>;

export interface AdmitParts {
  readonly log: Log;
  readonly stamp: () => Stamp;
  /** What readers may know at this moment. */
  readonly context: (stamp: Stamp) => CredentialContext;
  readonly rules: (stamp: Stamp) => GateRules;
  readonly direction: (lane: string) => Direction;
  readonly guard: () => string | null;
  /** What the site has decided to keep of a read. */
  readonly keeping: Keeping;
  /** Seq of the ask that still waits for an answer, or null. */
  readonly openAsk: () => number | null;
  /** Codes of cards that come in several, collected by lane. */
  readonly parts: Pick<LaneParts, 'look'>;
  /** True while a guard is at the kiosk, so that a control card may act. */
  readonly controlAllowed: () => boolean;
  /** How many people are inside now. */
  readonly insideCount: (stamp: Stamp) => number;
}

/** Raw to clean text to credential: what every read goes through, whatever becomes of it. */
export function understand(read: Read, context: CredentialContext): Pick<Admitted, 'clean' | 'credential'> {
  const clean = cleanRead(read.raw, { keyboard: read.source.kind === 'wedge' });
  return { clean, credential: readCredential(clean, context) };
}

/**
 * THE HEART: read -> credential -> person -> decide -> append -> what to show. Synchronous; when it returns
 * `recorded` the row is on disk. A control card that may act comes back as its act: the kiosk does and writes it.
 */
export function createAdmit(parts: AdmitParts): (read: Read) => Admitted {
  return (read) => {
    const stamp = parts.stamp();
    const context = parts.context(stamp);
    const seen = understand(read, context);
    const look = parts.parts.look(read, seen, stamp);
    const { clean, credential } =
      look.kind === 'whole' ? { clean: look.clean, credential: readCredential(look.clean, context) } : seen;
    try {
      /** What this read puts an end to, in the order in which it began. */
      const ended = (): NewEvent[] => {
        const asked = parts.openAsk();
        const { dropped } = look;
        return [
          ...(dropped === null ? [] : [partsMissing(stamp, read.lane, dropped, parts.guard())]),
          ...(asked === null ? [] : [unanswered(stamp, asked, parts.guard())]),
        ];
      };
      if (look.kind === 'part') {
        const { progress, again, dropped } = look;
        const events = again ? [] : ended();
        if (events.length > 0) parts.log.append(events);
        look.commit();
        const closedAsk = !again && parts.openAsk() !== null;
        return { kind: 'part', progress, again, dropped, closedAsk, clean, credential };
      }
      const rules = parts.rules(stamp);
      const control =
        credential.kind !== 'control'
          ? null
          : obeyControl({
              credential,
              source: read.source.kind,
              allowed: parts.controlAllowed(),
              onlyGate: rules.onlyGate,
            });
      if (control !== null && control.kind !== 'stop') {
        return { kind: 'control', act: control, clean, credential };
      }
      const history = parts.log.history(personOf(credential, clean));
      const decided = decide({
        credential,
        damage: clean.damage,
        repaired: clean.repaired,
        source: read.source.kind,
        direction: parts.direction(read.lane),
        history,
        // Only a limit asks how many are inside.
        insideCount: rules.capacity === null ? 0 : parts.insideCount(stamp),
        rules,
        nowMs: stamp.atMs,
        monotonic: { bootId: stamp.bootId, uptimeMs: stamp.uptimeMs },
      });
      const decision = control === null ? decided : { ...decided, reason: control.reason };
      const events = [
        ...ended(),
        newEvent({
          stamp,
          lane: read.lane,
          kind: decision.event,
          reason: decision.reason,
          source: read.source,
          credential,
          clean,
          keeping: parts.keeping,
          guard: parts.guard(),
        }),
      ];
      const event = parts.log.append(events).at(-1);
      if (event === undefined) throw new Error('append returned no event');
      look.commit();
      return { kind: 'recorded', event, decision, clean, credential, dropped: look.dropped };
    } catch (error) {
      return { kind: 'failed', error: toGatelogError(error, 'log/append-failed'), clean, credential };
    }
  };
}

/** The next read before an answer closes the ask as refused, unanswered (DESIGN.md, Words). */
export function unanswered(stamp: Stamp, askSeq: number, guard: string | null): NewEvent {
  return newEvent({
    stamp,
    lane: '',
    kind: 'refused',
    reason: 'unanswered',
    source: null,
    answersSeq: askSeq,
    guard,
  });
}
