import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RHYTHMS } from '../../../tools/sounds/rhythms.ts';
import { wavOf } from '../../../tools/sounds/wav.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'renderer', 'sounds');
const names = Object.keys(RHYTHMS).sort();

/** One tone as it is heard: when it begins and how long it lasts, in ms, and its pitch in Hz. */
interface Note {
  readonly atMs: number;
  readonly lengthMs: number;
  readonly hertz: number;
}

/** Loudness is looked at in windows as short as this. ms */
const WINDOW_MS = 5;
/** Ears take two beats for the same where they differ by less (L. van Noorden, 1975: about 50 ms). ms */
const SAME_MS = 50;

/** The notes of a WAV file, found in its samples alone. */
function notesOf(file: Uint8Array): readonly Note[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const rate = view.getUint32(24, true);
  const samples = Array.from({ length: view.getUint32(40, true) / 2 }, (_, index) =>
    view.getInt16(44 + index * 2, true),
  );
  const size = Math.round((rate * WINDOW_MS) / 1000);
  const loud = Array.from({ length: Math.floor(samples.length / size) }, (_, window) =>
    samples.slice(window * size, (window + 1) * size).some((sample) => Math.abs(sample) > 6_000),
  );
  const notes: Note[] = [];
  for (let first = 0; first < loud.length; first += 1) {
    if (!loud[first] || loud[first - 1]) continue;
    const length = loud.slice(first).findIndex((one) => !one);
    const part = samples.slice(first * size, (first + length) * size);
    const crossings = part.filter(
      (sample, index) => index > 0 && (part[index - 1] ?? 0) < 0 && sample >= 0,
    ).length;
    const seconds = part.length / rate;
    notes.push({
      atMs: first * WINDOW_MS,
      lengthMs: length * WINDOW_MS,
      hertz: Math.round(crossings / seconds),
    });
  }
  return notes;
}

/** Whether two sounds have another beat: another number of notes, or one that comes or ends at another time. */
function differInRhythm(one: readonly Note[], other: readonly Note[]): boolean {
  if (one.length !== other.length) return true;
  return one.some((note, index) => {
    const against = other[index] ?? note;
    return (
      Math.abs(note.atMs - against.atMs) >= SAME_MS || Math.abs(note.lengthMs - against.lengthMs) >= SAME_MS
    );
  });
}

describe('the sounds of the verdicts', () => {
  it('are what the script makes of their rhythms', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(names.map((name) => `${name}.wav`));
    for (const [name, tones] of Object.entries(RHYTHMS)) {
      expect(Buffer.compare(readFileSync(join(FOLDER, `${name}.wav`)), wavOf(tones)), name).toBe(0);
    }
  });

  it('are each told from every other by rhythm alone', () => {
    const heard = names.map((name) => [name, notesOf(readFileSync(join(FOLDER, `${name}.wav`)))] as const);
    const alike = heard.flatMap(([one, notes], index) =>
      heard
        .slice(index + 1)
        .flatMap(([other, against]) => (differInRhythm(notes, against) ? [] : [`${one} ${other}`])),
    );
    expect(alike).toEqual([]);
  });

  it('have the beats and pitches of SCREEN.md in their samples', () => {
    const pitches = (name: string) =>
      notesOf(readFileSync(join(FOLDER, `${name}.wav`))).map(({ hertz }) => hertz);
    const [low = 0, high = 0] = pitches('welcome');
    expect(high).toBeGreaterThan(low);
    const [first = 0, then = 0] = pitches('goodbye');
    expect(then).toBeLessThan(first);
    expect([pitches('stop').length, pitches('not-recorded').length, pitches('ask').length]).toEqual([
      3, 6, 3,
    ]);
    expect([pitches('again').length, pitches('unreadable').length]).toEqual([1, 1]);
    expect(Math.max(...pitches('stop'), ...pitches('not-recorded'), ...pitches('unreadable'))).toBeLessThan(
      250,
    );
  });
});
