import { describe, expect, it } from 'vitest';
import { readUnknown } from '../../core/credential/unknown.ts';
import { cleanRead } from '../../core/read/clean.ts';
import { recordedVerdict } from '../../main/verdict.ts';

/** What the screen shows of a text that nobody understood. */
function rawShort(text: string): string | null {
  const clean = cleanRead(text);
  const view = recordedVerdict(
    {
      id: 1,
      lane: '1',
      atMs: 0,
      readAtMs: 0,
      committedAtMs: 0,
      hideAfterMs: 5_000,
      credential: readUnknown(clean.text),
      clean,
    },
    1,
    { verdict: 'ask', reason: 'unknown-text', sinceMs: null, askedDirection: 'in', decidedBy: null },
  );
  return view.rawShort;
}

describe('the text of a read on the screen', () => {
  it('never shows a number whole that could be a document or a telephone', () => {
    expect(rawShort('so 001099000001, goi 0905123456')).toBe('so 001•••••0001, goi •••••••456');
  });

  it('nor one in groups or in digits of another script', () => {
    expect(
      ['tel:+84 901 234 567', '001 099 000 001', '(0905) 123-456', '０９０５１２３４５６'].map(rawShort),
    ).toEqual(['tel:+84 ••••••• 567', '001•••••••• 001', '(090••••••-456', '•••••••４５６']);
  });

  it('leaves short numbers and dates as they came', () => {
    expect(rawShort('Phieu kham 17 ngay 24112026')).toBe('Phieu kham 17 ngay 24112026');
  });

  it('leaves of a date in a field of a card the year', () => {
    expect(rawShort('le\uFFFD|02072003|Nu|x|01052021')).toBe('le\uFFFD|••••2003|Nu|x|••••2021');
  });

  it('is cut at whole characters', () => {
    expect(rawShort('😀'.repeat(130))).toBe(`${'😀'.repeat(120)}…`);
  });
});
