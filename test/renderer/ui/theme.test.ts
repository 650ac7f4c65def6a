import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const CSS = readFileSync(join(import.meta.dirname, '../../../renderer/ui/theme.css'), 'utf8');

/** Colours of a `:root` block by name. */
function colours(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

const [day = '', night = ''] = CSS.split('@media (prefers-color-scheme: dark)');
const light = colours(day);
/** The night changes what it names and keeps the rest. */
const dark = new Map([...light, ...colours(night)]);

/** Relative luminance and contrast of WCAG 2.2, success criterion 1.4.3. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Every ink with the grounds that it is written on. */
const WRITTEN: readonly (readonly [ink: string, ...grounds: string[]])[] = [
  ['ink', 'ground', 'panel', 'panel-2'],
  ['ink-2', 'ground', 'panel', 'panel-2'],
  ['in', 'ground', 'panel'],
  ['out', 'ground', 'panel'],
  ['good', 'ground', 'panel', 'panel-2'],
  ['bad-text', 'ground', 'panel'],
  ['warn-ink', 'warn-ground'],
  ['bad-ink', 'bad-ground'],
  ['accent-ink', 'accent'],
  ['ask-ink', 'ask'],
];

const VERDICTS = ['welcome', 'goodbye', 'stop', 'again', 'unreadable'];

describe.each([
  ['by day', light],
  ['by night', dark],
])('the colours %s', (_, palette) => {
  const colour = (name: string): string => {
    const found = palette.get(name);
    if (found === undefined) throw new Error(`no colour ${name}`);
    return found;
  };

  test('let every text be read: at least 4.5 to 1', () => {
    const dim = WRITTEN.flatMap(([ink, ...grounds]) =>
      grounds
        .filter((ground) => contrast(colour(ink), colour(ground)) < 4.5)
        .map((ground) => `${ink} on ${ground}: ${contrast(colour(ink), colour(ground)).toFixed(2)}`),
    );
    expect(dim).toEqual([]);
  });

  test('carry a verdict to three metres: white on each at least 7 to 1', () => {
    expect(VERDICTS.filter((verdict) => contrast('#ffffff', colour(verdict)) < 7)).toEqual([]);
    expect(contrast(colour('ask-ink'), colour('ask'))).toBeGreaterThan(7);
    expect(contrast(colour('mark-bad-ink'), colour('mark-bad'))).toBeGreaterThan(7);
  });

  test('show where the focus is: at least 3 to 1 beside what it lies on', () => {
    const grounds = ['ground', 'panel', 'panel-2'];
    expect(grounds.filter((ground) => contrast(colour('focus'), colour(ground)) < 3)).toEqual([]);
  });
});
