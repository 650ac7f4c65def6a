import type { EventPublic } from '../core/batch/event.ts';
import type { Credential, CredentialContext } from '../core/credential/credential.ts';
import { readCredential } from '../core/credential/registry.ts';
import { type GatelogError, toGatelogError } from '../core/errors.ts';
import { type ControlOutcome, obeyControl } from '../core/gate/control.ts';
import { decide } from '../core/gate/decide.ts';
import type { Keeping } from '../core/gate/kept.ts';
import type { Decision, Direction, GateRules } from '../core/gate/rules.ts';
import { cleanRead } from '../core/read/clean.ts';
import type { CleanRead, Read } from '../core/read/read.ts';
import { newEvent, personOf, type Stamp } from './events.ts';
import type { Log, NewEvent } from './log/log.ts';

/** What a read came to. `failed` means nothing was written: the screen must say "not recorded". */
export type Admitted =
  | {
      readonly kind: 'recorded';
      readonly event: EventPublic;
      readonly decision: Decision;
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
    const { clean, credential } = understand(read, parts.context(stamp));
    try {
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
      const history = parts.log.history(personOf(credential));
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
      const events: NewEvent[] = [];
      const asked = parts.openAsk();
      if (asked !== null) events.push(unanswered(stamp, asked, parts.guard()));
      events.push(
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
      );
      const event = parts.log.append(events).at(-1);
      if (event === undefined) throw new Error('append returned no event');
      return { kind: 'recorded', event, decision, clean, credential };
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
