import { decodePayload } from '../core/batch/payload.ts';
import type { Credential } from '../core/credential/credential.ts';
import { GatelogError } from '../core/errors.ts';
import { answerAsk } from '../core/gate/answer.ts';
import type { Direction, LastPassage, VerdictKind } from '../core/gate/rules.ts';
import { mayUndo } from '../core/gate/undo.ts';
import { documentFromTyped, documentOf } from '../core/person/documents.ts';
import type { CallArgs } from '../preload/contract/channels.ts';
import { unanswered } from './admit.ts';
import { type EventInput, newEvent, type Stamp } from './events.ts';
import type { KnownPeople, KnownPerson } from './known-people.ts';
import type { Log } from './log/log.ts';

export interface GuardActsParts {
  readonly log: Log;
  readonly stamp: () => Stamp;
  readonly guard: () => string | null;
  /** Newest event that this kiosk wrote for a guard since it started, or null. */
  readonly lastOwnSeq: () => number | null;
  /** Seq of the ask that still waits for an answer, or null. */
  readonly openAsk: () => number | null;
  readonly laneDirection: (lane: string) => Direction;
  /** Who was offered to the guard under this ref, or null. */
  readonly known: KnownPeople['taken'];
}

/** What an act wrote, for the screen. */
export interface ActDone {
  readonly seq: number;
  readonly atMs: number;
  readonly verdict: VerdictKind;
  readonly reason: 'guard-admitted' | 'guard-refused' | 'manual-entry';
  readonly name: string | null;
  readonly birth: string | null;
  readonly document: string | null;
  readonly credentialKind: string;
  /** Of the answered ask as its row has them; '' for a typed entry, of which nothing was checked. */
  readonly checks: string;
}

/** What a guard does by hand: answer an ask, undo, write an entry, turn a lane. Each is one event on disk. */
export interface GuardActs {
  /**
   * @param direction what the ask asked for, or null where nobody remembers (the kiosk was started anew since):
   *   then the lane says
   * Throws `answer/not-open`, `log/...`.
   */
  answer(askSeq: number, answer: 'admit' | 'refuse', direction: 'in' | 'out' | null): ActDone;
  /** Throws `undo/too-late`, `undo/nothing`, `log/...`. Returns the seq of the void event. */
  undo(seq: number): number;
  /**
   * Writes an entry typed by hand; like a read, it closes an ask that nobody answered. One that answers an ask is the
   * yes to it, under the name that was typed. Throws `log/...`, `answer/not-open`, and `person/unknown` where somebody
   * known was taken and is no longer offered.
   */
  manual(entry: CallArgs<'gate.manual'>, lane: string): ActDone;
  /** Writes the `mode` event of a turned lane. */
  turned(lane: string, direction: Direction, by: 'guard' | 'control'): void;
  /** Writes the `note` of a guard who signed in by card. */
  signedIn(lane: string, guard: string): void;
  /** Writes the `note` of a guard who goes off duty. */
  signedOut(guard: string): void;
  /** Writes the `note` of an undo card that found nothing to undo. */
  nothingToUndo(lane: string): void;
}

export function createGuardActs(parts: GuardActsParts): GuardActs {
  const { log } = parts;
  /** A control card is a read: like every read it closes an ask that nobody answered. */
  const afterAsk = (event: Pick<EventInput, 'lane' | 'kind' | 'reason' | 'guard'>): void => {
    const stamp = parts.stamp();
    const asked = parts.openAsk();
    log.append([
      ...(asked === null ? [] : [unanswered(stamp, asked, event.guard)]),
      newEvent({ ...event, stamp, source: null }),
    ]);
  };
  return {
    answer: (askSeq, answer, direction) => {
      const ask = log.event(askSeq);
      if (ask === null || ask.payload === null) throw new GatelogError('answer/not-open', 'the ask is gone');
      const personal = decodePayload(ask.payload);
      const stamp = parts.stamp();
      const { lastPassage } = log.history(ask.personKey === null ? null : { key: ask.personKey });
      const outcome = answerAsk({
        ask,
        answered: log.answerOf(askSeq) !== null,
        voided: log.voidOf(askSeq) !== null,
        answer,
        direction: direction ?? passageThrough(parts.laneDirection(ask.lane), lastPassage),
        lastPassage,
      });
      const [event] = log.append([
        newEvent({
          stamp,
          lane: ask.lane,
          kind: outcome.event,
          reason: outcome.reason,
          source: { kind: 'manual' },
          guard: parts.guard(),
          answersSeq: askSeq,
          repeats: {
            personal,
            personKey: ask.personKey,
            credentialKind: ask.credentialKind,
            checks: ask.checks,
          },
        }),
      ]);
      if (event === undefined) throw new GatelogError('log/append-failed', 'append returned no event');
      return {
        seq: event.seq,
        atMs: event.atMs,
        verdict: outcome.verdict,
        reason: outcome.reason,
        name: personal.name,
        birth: personal.birth,
        document: namesNoNumber(personal.documentKind) ? null : personal.document,
        credentialKind: ask.credentialKind,
        checks: ask.checks,
      };
    },
    undo: (seq) => {
      const stamp = parts.stamp();
      const event = log.event(seq);
      mayUndo({
        event,
        lastOwnSeq: parts.lastOwnSeq(),
        voided: log.voidOf(seq) !== null,
        nowMs: stamp.atMs,
        uptimeMs: stamp.uptimeMs,
        bootId: stamp.bootId,
      });
      const [written] = log.append([
        newEvent({
          stamp,
          lane: event?.lane ?? '',
          kind: 'void',
          reason: 'undone',
          source: { kind: 'manual' },
          guard: parts.guard(),
          voidsSeq: seq,
        }),
      ]);
      if (written === undefined) throw new GatelogError('log/append-failed', 'append returned no event');
      return written.seq;
    },
    manual: (entry, lane) => {
      const known = entry.known === null ? null : parts.known(entry.known);
      if (known === null && (entry.known !== null || entry.name === '')) {
        throw new GatelogError('person/unknown', 'nobody is named');
      }
      const credential = manualCredential(entry, known);
      const stamp = parts.stamp();
      const { answers } = entry;
      const ask = answers === null ? null : log.event(answers);
      if (answers !== null) {
        answerAsk({
          ask,
          answered: log.answerOf(answers) !== null,
          voided: log.voidOf(answers) !== null,
          answer: 'admit',
          direction: entry.direction,
        });
      }
      const why =
        answers === null ? ({ reason: 'manual-entry' } as const) : ({ reason: 'guard-admitted' } as const);
      const asked = parts.openAsk();
      const event = log
        .append([
          ...(asked === null || asked === answers ? [] : [unanswered(stamp, asked, parts.guard())]),
          newEvent({
            stamp,
            lane: ask?.lane ?? lane,
            kind: entry.direction,
            ...why,
            answersSeq: answers,
            source: { kind: 'manual' },
            credential,
            // What the guard typed beside somebody known teaches nobody whose it is.
            ...(known !== null && { person: { key: known.key } }),
            guard: parts.guard(),
            note: entry.note === '' ? null : entry.note,
          }),
        ])
        .at(-1);
      if (event === undefined) throw new GatelogError('log/append-failed', 'append returned no event');
      return {
        seq: event.seq,
        atMs: event.atMs,
        verdict: entry.direction === 'in' ? 'welcome' : 'goodbye',
        ...why,
        name: credential.name,
        birth: credential.birth,
        document: credential.documents.find(({ kind }) => kind !== 'phone')?.number ?? null,
        credentialKind: '',
        checks: '',
      };
    },
    turned: (lane, direction, by) => {
      const event = { lane, kind: 'mode' as const, reason: `${by}:${direction}`, guard: parts.guard() };
      if (by === 'control') afterAsk(event);
      else log.append([newEvent({ ...event, stamp: parts.stamp(), source: null })]);
    },
    signedIn: (lane, guard) => afterAsk({ lane, kind: 'note', reason: 'guard-signed-in', guard }),
    signedOut: (guard) => {
      const event = { lane: '', kind: 'note' as const, reason: 'guard-signed-out', guard };
      log.append([newEvent({ ...event, stamp: parts.stamp(), source: null })]);
    },
    nothingToUndo: (lane) =>
      afterAsk({ lane, kind: 'note', reason: 'control-nothing-to-undo', guard: parts.guard() }),
  };
}

/** Which way somebody goes on a lane: its own direction, or in AUTO the other way than last time. */
function passageThrough(direction: Direction, last: LastPassage | null): 'in' | 'out' {
  if (direction !== 'auto') return direction;
  return last?.kind === 'in' ? 'out' : 'in';
}

/**
 * A typed entry as a credential: the document says who it is, else the phone; nothing in it was checked. What the
 * guard did not type of somebody known is his.
 */
function manualCredential(entry: CallArgs<'gate.manual'>, known: KnownPerson | null): Credential {
  const document = documentFromTyped(entry.document) ?? known?.document ?? null;
  const typedPhone = entry.phone === '' ? (known?.phone ?? '') : entry.phone;
  const phone = typedPhone === '' ? null : documentOf('phone', typedPhone);
  return {
    kind: 'unknown-text',
    fields: {
      ...(entry.purpose !== '' && { purpose: entry.purpose.normalize('NFC') }),
      ...(entry.companions > 0 && { companions: String(entry.companions) }),
    },
    documents: [document, phone].filter((one) => one !== null),
    name: known?.name ?? entry.name.normalize('NFC'),
    birth: known?.birth ?? null,
    checks: [],
    notes: [],
  };
}

/** Documents whose number no guard could compare with anything: a hash, or a certificate's own identifier. */
const namesNoNumber = (kind: string | null): boolean => kind === 'text' || kind === 'certificate';
