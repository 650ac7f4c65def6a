import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventPublic } from '../../core/batch/event.ts';
import { GatelogError } from '../../core/errors.ts';
import type { Read, ReadSource } from '../../core/read/read.ts';
import { seconds, timestampMs } from '../../core/units.ts';
import { createPartsDesk, type PartsDesk } from '../../main/parts-desk.ts';

const SERIAL: ReadSource = { kind: 'serial', port: '/dev/ttyACM0' };
const TIMEOUT = seconds(20);

let told: string[];
let open: number | null;
let left: { have: number[]; count: number } | null;
let full: boolean;
let desk: PartsDesk;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  open = null;
  left = null;
  full = false;
  let id = 0;
  desk = createPartsDesk({
    parts: {
      collecting: () => left !== null,
      giveUp: () => {
        if (full) throw new GatelogError('log/disk-full', 'the disk is full');
        if (left === null) return null;
        const unfinished = { ...left, source: SERIAL };
        left = null;
        const event = { seq: 7, atMs: timestampMs(1), kind: 'unreadable' } as EventPublic;
        return { event, unfinished };
      },
    },
    state: {
      openAskSeq: () => open,
      askClosed: () => told.push('ask closed'),
      wrote: (seq, ask, _atMs, undoable) => told.push(`wrote ${seq} ask ${ask} undoable ${undoable}`),
    },
    face: (read) => ({ ...read, id: 99, readAtMs: 1, committedAtMs: 1, hideAfterMs: 5_000 }),
    nextId: () => (id += 1),
    show: ({ verdict, reason, parts }) => told.push(`${verdict} ${reason} ${JSON.stringify(parts)}`),
    tell: (view) =>
      told.push(view === null ? 'none' : `${view.id}: ${view.have.join()}${view.again ? ' again' : ''}`),
    notice: (what) => told.push(what),
    failed: (error) => told.push(error.code),
    pushState: () => undefined,
  });
});
afterEach(() => {
  desk.close();
  vi.useRealTimers();
});

function part(
  have: number[],
  over: { again?: boolean; closedAsk?: boolean; source?: ReadSource } = {},
): void {
  const { again = false, closedAsk = false, source = SERIAL } = over;
  left = have.length < 3 ? { have, count: 3 } : null;
  const read: Read = { lane: '1', source, raw: '', atMs: timestampMs(1) };
  desk.read(read, { progress: { have, count: 3 }, again, dropped: null, closedAsk });
}

describe('the codes of a card on the screen', () => {
  it('are told one by one under a number of their own, a repeated one under the number that it had', () => {
    part([2]);
    part([2], { again: true });
    part([1, 2]);
    expect(told).toEqual(['1: 2', '1: 2 again', '2: 1,2']);
  });

  it('are gone once the card has its verdict', () => {
    part([1]);
    left = null;
    desk.decided('1');
    vi.advanceTimersByTime(2 * TIMEOUT);
    expect(told).toEqual(['1: 1', 'none']);
  });

  it('stay while a read that names nobody gets its verdict', () => {
    part([1]);
    desk.decided('1');
    expect(told).toEqual(['1: 1']);
  });

  it('are given up 20 s after the newest of them, and the screen says which were there', () => {
    part([1]);
    vi.advanceTimersByTime(TIMEOUT - 1);
    part([1, 3]);
    part([1, 3], { again: true });
    vi.advanceTimersByTime(TIMEOUT - 1);
    expect(told).toHaveLength(3);
    vi.advanceTimersByTime(100);
    expect(told.slice(3)).toEqual([
      'wrote 7 ask null undoable false',
      'unreadable parts-missing {"have":[1,3],"count":3}',
      'none',
    ]);
  });

  it('are given up in silence while an ask waits for its answer, which stays open', () => {
    part([1]);
    open = 5;
    vi.advanceTimersByTime(TIMEOUT + 100);
    expect(told).toEqual(['1: 1', 'wrote 7 ask 5 undoable false', 'none']);
  });

  it('are given up when the guard types the visitor in', () => {
    part([1]);
    desk.typed('1');
    vi.advanceTimersByTime(2 * TIMEOUT);
    expect(told).toEqual(['1: 1', 'wrote 7 ask null undoable false', 'none']);
  });

  it('are tried again where the row could not be written', () => {
    part([1]);
    full = true;
    vi.advanceTimersByTime(TIMEOUT + 100);
    full = false;
    vi.advanceTimersByTime(TIMEOUT + 100);
    expect(told).toEqual([
      '1: 1',
      'log/disk-full',
      'wrote 7 ask null undoable false',
      'unreadable parts-missing {"have":[1],"count":3}',
      'none',
    ]);
  });

  it('of a card that was just read are answered to a scanner, and not to a camera that sees them turn round', () => {
    part([1, 2, 3], { again: true });
    part([1, 2, 3], { again: true, source: { kind: 'camera' } });
    expect(told).toEqual(['card-just-read']);
  });

  it('close an ask and are told to a page that starts anew', () => {
    part([1], { closedAsk: true });
    desk.pageStarted();
    expect(told).toEqual(['ask closed', '1: 1', '1: 1']);
  });
});
