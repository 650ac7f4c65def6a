import { describe, expect, it } from 'vitest';
import { timestampMs } from '../../core/units.ts';
import { createSuddenEndNote, suddenEnd } from '../../main/sudden-end.ts';

const STAMP = {
  atMs: timestampMs(1_000_000),
  offsetMin: 420,
  bootId: 'b',
  uptimeMs: 5,
  clock: 'ok' as const,
};
const EVENT = {
  seq: 42,
  atMs: timestampMs(900_000),
  offsetMin: 420,
  bootId: 'a',
  uptimeMs: 1,
  clock: 'ok' as const,
  gateId: 'g',
  lane: '',
  kind: 'alive' as const,
  reason: 'alive',
  credentialKind: '',
  checks: '',
  source: '',
  voidsSeq: null,
  answersSeq: null,
  personKey: null,
  commitment: new Uint8Array(32),
  chain: new Uint8Array(32),
  salt: null,
  payload: null,
};
const END = { lastSeq: 42, lastAtMs: 900_000, openedAtMs: 1_000_000, what: 'machine' } as const;

describe('what is said of the end before this start', () => {
  it('is nothing after a proper end, at the first start and in a log that goes on from a backup', () => {
    const restored = `restored:${'ab'.repeat(16)}:7:${'00'.repeat(32)}`;
    expect([
      suddenEnd(null, STAMP),
      suddenEnd({ ...EVENT, kind: 'closed', reason: 'closed' }, STAMP),
      suddenEnd({ ...EVENT, kind: 'opened', reason: restored }, STAMP),
    ]).toEqual([null, null, null]);
  });

  it('names the last event, when it was and when the kiosk came back, and what ended', () => {
    expect(suddenEnd(EVENT, STAMP)).toEqual(END);
    expect(suddenEnd({ ...EVENT, bootId: 'b' }, STAMP)).toEqual({ ...END, what: 'program' });
  });

  it('gives no time where a clock was not to be trusted', () => {
    const undated = { ...END, lastAtMs: null, openedAtMs: null };
    expect(suddenEnd({ ...EVENT, clock: 'suspect' }, STAMP)).toEqual(undated);
    expect(suddenEnd(EVENT, { ...STAMP, clock: 'suspect' })).toEqual(undated);
  });
});

describe('the note of it', () => {
  it('goes when it was read, and by itself after a quarter of an hour', () => {
    let uptimeMs = 0;
    const note = createSuddenEndNote(END, () => uptimeMs);
    uptimeMs = 15 * 60_000 - 1;
    expect(note.view()).toEqual(END);
    uptimeMs += 1;
    expect(note.view()).toBeNull();
    const other = createSuddenEndNote(END, () => uptimeMs);
    other.seen();
    expect([other.view(), createSuddenEndNote(null, () => uptimeMs).view()]).toEqual([null, null]);
  });
});
