import { describe, expect, it } from 'vitest';
import type { Stick, StickFinder } from '../../../main/sticks/stick.ts';
import { createStickWatch } from '../../../main/sticks/watch.ts';

const stick = (device: string, change: Partial<Stick> = {}): Stick => ({
  device,
  id: device,
  label: '',
  fileSystem: 'exfat',
  sizeBytes: 1,
  freeBytes: 1,
  dead: false,
  readOnly: false,
  place: null,
  ...change,
});

/** A PC whose sticks the test changes, and everything that is told. */
function pc() {
  let sticks: readonly Stick[] = [];
  let onChange: (() => void) | null = null;
  let looks = 0;
  let fault: Error | null = null;
  const told: string[] = [];
  const finder: StickFinder = {
    look: async () => {
      looks += 1;
      if (fault !== null) throw fault;
      return sticks;
    },
    watch: (listener) => {
      onChange = listener;
      return () => {
        onChange = null;
      };
    },
  };
  const watch = createStickWatch(finder, {
    onChange: () => told.push('change'),
    onCame: ({ device }) => told.push(`came ${device}`),
    onGone: (device) => told.push(`gone ${device}`),
    onProblem: (error) => told.push(String(error)),
  });
  return {
    watch,
    told,
    looks: () => looks,
    watched: () => onChange !== null,
    fail: (error: Error | null) => {
      fault = error;
    },
    set: (...now: readonly Stick[]) => {
      sticks = now;
      onChange?.();
    },
  };
}

describe('watching for sticks', () => {
  it('tells of what comes, changes and goes, and calls nothing new that was there at first', async () => {
    const { watch, told, set } = pc();
    set(stick('a'));
    watch.want(true);
    await watch.look();
    expect(told.splice(0)).toEqual(['change']);
    set(stick('a'), stick('b'));
    await watch.look();
    set(stick('a', { place: '/media/a' }), stick('b'));
    await watch.look();
    set(stick('b'));
    await watch.look();
    expect(told).toEqual(['change', 'came b', 'change', 'gone a', 'change']);
    expect(watch.found()).toEqual([stick('b')]);
  });

  it('tells another stick in the same place from the one before it, though nobody saw the place empty', async () => {
    const { watch, told, set } = pc();
    set(stick('E:', { id: 'of-one' }));
    watch.want(true);
    await watch.look();
    told.splice(0);
    set(stick('E:', { id: 'of-another' }));
    await watch.look();
    expect(told.splice(0)).toEqual(['gone E:', 'change', 'came E:']);
    // One that cannot be read for a moment has no id, and is still the same.
    set(stick('E:', { id: null }));
    await watch.look();
    expect(told).toEqual(['change']);
  });

  it('looks only while somebody wants to know, and forgets what grows old', async () => {
    const { watch, told, watched, set } = pc();
    set(stick('a'));
    expect([await watch.look(), watch.found(), told]).toEqual([[stick('a')], null, []]);
    watch.want(true);
    await watch.look();
    expect([watch.found(), watched()]).toEqual([[stick('a')], true]);
    watch.want(false);
    expect([watch.found(), watched()]).toEqual([null, false]);
    // The same stick, first seen again: not one that came.
    watch.want(true);
    await watch.look();
    expect(told.filter((one) => one.startsWith('came'))).toEqual([]);
  });

  it('answers with what is there after it was asked, and many questions are two looks', async () => {
    const { watch, looks, set } = pc();
    watch.want(true);
    await watch.look();
    const before = looks();
    const first = watch.look();
    set(stick('a'));
    const later = await Promise.all([watch.look(), watch.look(), watch.look()]);
    await first;
    expect(later).toEqual([[stick('a')], [stick('a')], [stick('a')]]);
    expect(looks() - before).toBe(2);
  });

  it('goes on where a look of its own fails, and says so', async () => {
    const { watch, told, set, fail } = pc();
    fail(new Error('no process'));
    watch.want(true);
    await expect(watch.look()).rejects.toThrow('no process');
    expect(told.splice(0)).toEqual(['Error: no process']);
    fail(null);
    set(stick('a'));
    await watch.look();
    expect([told, watch.found()]).toEqual([['change'], [stick('a')]]);
  });
});
