import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGatelogError } from '../../../core/errors.ts';
import {
  type ConnectionEffect,
  type ConnectionInput,
  type ConnectionState,
  reconnect,
  reconnectOptions,
} from '../../../main/scanner/reconnect.ts';

const options = reconnectOptions();

function play(...inputs: ConnectionInput[]): {
  state: ConnectionState;
  effects: readonly ConnectionEffect[];
} {
  let step: { state: ConnectionState; effects: readonly ConnectionEffect[] } = {
    state: { name: 'closed' },
    effects: [],
  };
  for (const input of inputs) step = reconnect(step.state, input, options);
  return step;
}
const start: ConnectionInput = { kind: 'start' };
const opened: ConnectionInput = { kind: 'opened' };
const retry: ConnectionInput = { kind: 'retry-due' };
const refused: ConnectionInput = { kind: 'open-failed', failure: 'denied' };
const missing: ConnectionInput = { kind: 'open-failed', failure: 'missing' };

describe('reconnect', () => {
  it('opens at the start and is ready when the port is', () => {
    expect(play(start)).toEqual({
      state: { name: 'opening' },
      effects: [{ kind: 'open' }, { kind: 'timer', input: 'open-overdue', afterMs: 5000 }],
    });
    expect(play(start, opened)).toEqual({ state: { name: 'ready' }, effects: [{ kind: 'no-timer' }] });
  });

  it('closes a port that the device left and looks for it again after half a second', () => {
    expect(play(start, opened, { kind: 'gone' })).toEqual({
      state: { name: 'unplugged', problem: 'closed-by-device', failures: 0, trying: false },
      effects: [{ kind: 'close-port' }, { kind: 'timer', input: 'retry-due', afterMs: 500 }],
    });
  });

  it('keeps looking for a missing port at the same pace without leaving the state unplugged', () => {
    let { state, effects } = play(start, opened, { kind: 'gone' });
    for (let tries = 0; tries < 50; tries += 1) {
      ({ state } = reconnect(state, retry, options));
      expect(state).toMatchObject({ name: 'unplugged', trying: true });
      ({ state, effects } = reconnect(state, missing, options));
      expect(state).toMatchObject({ name: 'unplugged', problem: 'closed-by-device' });
      expect(effects).toEqual([{ kind: 'timer', input: 'retry-due', afterMs: 500 }]);
    }
    ({ state } = reconnect(reconnect(state, retry, options).state, opened, options));
    expect(state).toEqual({ name: 'ready' });
  });

  it('asks a port that refuses less and less often, calls it failed after five times and still goes on', () => {
    let { state } = play(start);
    const seen: [string, number][] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const step = reconnect(state, refused, options);
      const timer = step.effects.find((effect) => effect.kind === 'timer');
      seen.push([step.state.name, timer?.kind === 'timer' ? timer.afterMs : -1]);
      ({ state } = reconnect(step.state, retry, options));
    }
    expect(seen).toEqual([
      ['waiting', 500],
      ['waiting', 1000],
      ['waiting', 2000],
      ['waiting', 4000],
      ['failed', 5000],
      ['failed', 5000],
      ['failed', 5000],
      ['failed', 5000],
    ]);
  });

  it('says that an open is overdue, starts no second one, and takes the first if it comes late', () => {
    const overdue = play(start, { kind: 'open-overdue' });
    expect(overdue).toEqual({
      state: { name: 'waiting', problem: 'silent-too-long', failures: 0, trying: true },
      effects: [],
    });
    expect(reconnect(overdue.state, retry, options).effects).toEqual([]);
    expect(reconnect(overdue.state, opened, options).state).toEqual({ name: 'ready' });
  });

  it('does nothing more after closing, whatever comes late', () => {
    const closed = play(start, opened, { kind: 'close' });
    expect(closed.effects).toEqual([{ kind: 'no-timer' }, { kind: 'close-port' }]);
    for (const late of [
      opened,
      refused,
      missing,
      retry,
      { kind: 'gone' },
      { kind: 'open-overdue' },
    ] as const) {
      expect(reconnect(closed.state, late, options)).toEqual({ state: { name: 'closed' }, effects: [] });
    }
  });

  it('never has two opens under way and never stops trying by itself', () => {
    const inputs = fc.constantFrom<ConnectionInput>(
      start,
      opened,
      refused,
      missing,
      retry,
      { kind: 'gone' },
      {
        kind: 'open-overdue',
      },
    );
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 60 }), (played) => {
        let { state } = play(start);
        let underWay = 1;
        let timer = true;
        for (const input of played) {
          // A caller sends answers only for what it was asked to do.
          if ((input === opened || input === refused || input === missing) && underWay === 0) continue;
          if (input === opened || input === refused || input === missing) underWay -= 1;
          if (input === retry) timer = false;
          const step = reconnect(state, input, options);
          state = step.state;
          for (const effect of step.effects) {
            if (effect.kind === 'open') underWay += 1;
            timer = effect.kind === 'timer' || (timer && effect.kind !== 'no-timer');
          }
          expect(underWay).toBeLessThanOrEqual(1);
        }
        expect(state.name).not.toBe('closed');
        if (state.name !== 'ready' && underWay === 0 && played.at(-1) !== retry)
          expect(timer || underWay > 0).toBe(true);
      }),
    );
  });

  it('refuses numbers outside their ranges', () => {
    for (const wrong of [{ reopenDelayMs: 50 }, { longestDelayMs: 1e9 }, { openTimeoutMs: Number.NaN }]) {
      expect(() => reconnectOptions(wrong)).toThrow(
        expect.toSatisfy((error) => isGatelogError(error, 'settings/invalid')),
      );
    }
  });
});
