import { describe, expect, test } from 'vitest';
import { emptyScreen, type ScreenInput, screenReducer } from '../../../renderer/gate/screen-state.ts';
import { gateView, verdictView } from '../views.ts';

const run = (...inputs: ScreenInput[]) => inputs.reduce(screenReducer, emptyScreen);
const shown = (verdict: ReturnType<typeof verdictView>): ScreenInput => ({ type: 'verdict', verdict });

describe('the screen', () => {
  test('shows the newest verdict and not an older one that comes late', () => {
    const state = run(shown(verdictView({ id: 2 })), shown(verdictView({ id: 1, verdict: 'stop' })));
    expect(state.verdict?.id).toBe(2);
  });

  test('keeps an open dialog and what is typed in it when a verdict comes and goes', () => {
    const state = run({ type: 'open', dialog: 'type' }, shown(verdictView({ id: 1 })), {
      type: 'hide',
      id: 1,
    });
    expect(state.dialog).toBe('type');
    expect(state.verdict).toBeNull();
    expect(state.leaving?.id).toBe(1);
  });

  test('remembers which ask a name is typed for, and forgets it with the form', () => {
    const open = { type: 'open', dialog: 'type', answering: 5 } as const;
    expect([
      run(open).answering,
      run(open, { type: 'close' }).answering,
      run(open, { type: 'admin', open: true }).answering,
      run(open, { type: 'open', dialog: 'type' }).answering,
    ]).toEqual([5, null, null, null]);
  });

  test('does not hide a newer verdict when the time of an older one is over', () => {
    const state = run(shown(verdictView({ id: 1 })), shown(verdictView({ id: 2 })), { type: 'hide', id: 1 });
    expect(state.verdict?.id).toBe(2);
  });

  test('keeps an ask until main has named it open and then no longer', () => {
    const ask = shown(verdictView({ id: 1, verdict: 'ask', seq: 5 }));
    const before = run(ask, { type: 'state', gate: gateView({ openAskSeq: null }) });
    expect(before.verdict?.seq).toBe(5);
    const open = screenReducer(before, { type: 'state', gate: gateView({ openAskSeq: 5 }) });
    expect(open.verdict?.seq).toBe(5);
    const answered = screenReducer(open, { type: 'state', gate: gateView({ openAskSeq: null }) });
    expect(answered.verdict).toBeNull();
  });

  const part = (id: number): ScreenInput => ({
    type: 'parts',
    parts: { id, lane: '1', have: [1], count: 3, again: false, before: null },
  });

  test('shows one code of several instead of the verdict before it, and a later verdict instead of that', () => {
    const first = run(shown(verdictView({ id: 1 })), part(2));
    expect([first.verdict, first.leaving?.id, first.parts?.id]).toEqual([null, 1, 2]);
    const later = screenReducer(first, shown(verdictView({ id: 3 })));
    expect([later.verdict?.id, later.parts?.id]).toEqual([3, 2]);
    // The same code once more is no news: the later verdict stays.
    expect(screenReducer(later, part(2)).verdict?.id).toBe(3);
    expect(screenReducer(later, { type: 'parts', parts: null }).parts).toBeNull();
  });

  const lost = shown(
    verdictView({ id: 1, verdict: 'not-recorded', seq: null, reason: 'not-recorded', hideAfterMs: null }),
  );
  const broken: ScreenInput = {
    type: 'state',
    gate: gateView({ log: { ok: false, errorCode: 'log/disk-full' } }),
  };
  const well: ScreenInput = { type: 'state', gate: gateView() };

  test('takes "not recorded" away once the log takes rows again', () => {
    const state = run(well, lost, broken, well);
    expect(state.verdict).toBeNull();
    expect(state.leaving?.verdict).toBe('not-recorded');
  });

  test('keeps "not recorded" while the log stays broken, and while main has not yet said that it is', () => {
    expect(run(well, lost, broken, broken).verdict?.id).toBe(1);
    expect(run(well, lost, well).verdict?.id).toBe(1);
  });

  test('keeps any other verdict when the log recovers', () => {
    expect(run(broken, shown(verdictView({ id: 2, verdict: 'stop' })), well).verdict?.id).toBe(2);
  });

  test('takes a verdict away once its event is undone, by whomever', () => {
    const welcome = shown(verdictView({ id: 1, seq: 5 }));
    const event = { seq: 5, atMs: 0, kind: 'in', nameMasked: null };
    const standing = run(welcome, {
      type: 'state',
      gate: gateView({ recent: [{ ...event, voided: false }] }),
    });
    expect(standing.verdict?.seq).toBe(5);
    const undone = screenReducer(standing, {
      type: 'state',
      gate: gateView({ recent: [{ ...event, voided: true }] }),
    });
    expect([undone.verdict, undone.leaving?.seq]).toEqual([null, 5]);
  });
});
