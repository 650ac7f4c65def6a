import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { StickOutcomeView, StickView } from '../../../preload/contract/stick-views.ts';
import { goText, toldOf } from '../../../renderer/admin/DeliverSticks.tsx';
import { StickOutcome } from '../../../renderer/admin/StickOutcome.tsx';
import { textsOf } from '../texts.ts';

describe('the button that delivers to a stick', () => {
  test('names the stick, also the one that nobody chose', async () => {
    const office = { label: 'VĂN PHÒNG' };
    const said = async (language: 'vi' | 'en') => {
      const t = await textsOf(language);
      return [goText(t, office, 0), goText(t, office, 2), goText(t, { label: '' }, 0), goText(t, null, 0)];
    };
    expect([await said('vi'), await said('en')]).toEqual([
      [
        'Giao vào USB VĂN PHÒNG',
        'Chép lại 2 lô vào USB VĂN PHÒNG',
        'Giao vào USB không tên',
        'Giao vào USB này',
      ],
      [
        'Deliver to the stick VĂN PHÒNG',
        'Deliver 2 again to the stick VĂN PHÒNG',
        'Deliver to the stick without a name',
        'Deliver to this stick',
      ],
    ]);
  });

  test('lets no label turn its words around or fill the page', async () => {
    const t = await textsOf('vi');
    expect(goText(t, { label: `\u202E${'X'.repeat(300)}` }, 0)).toBe(`Giao vào USB ·${'X'.repeat(23)}…`);
  });
});

describe('what became of a stick', () => {
  const gone: StickOutcomeView = { kind: 'failed', code: 'delivery/gone', safeToPull: false };
  const safe: StickOutcomeView = { kind: 'safe', events: 2, batches: 1 };
  const shown = (outcome: StickOutcomeView, isOneOfMany: boolean): string =>
    renderToStaticMarkup(createElement(StickOutcome, { outcome, label: 'VĂN PHÒNG', isOneOfMany }));
  const stick = (device: string, outcome: StickOutcomeView | null): StickView => ({
    device,
    label: device,
    fileSystem: 'exfat',
    sizeBytes: 1,
    freeBytes: 1,
    readOnly: false,
    known: null,
    problem: null,
    outcome,
  });

  test('names the stick also where it failed: another one may be all that is plugged in', async () => {
    await textsOf('vi');
    for (const outcome of [gone, safe, { ...gone, code: 'delivery/no-space' as const }])
      expect(shown(outcome, false)).toContain('VĂN PHÒNG');
  });

  test('names the one to pull out in the sentence itself where several are plugged in', async () => {
    await textsOf('vi');
    const named = 'Rút USB VĂN PHÒNG được rồi';
    expect([shown(safe, true).includes(named), shown(safe, false).includes(named)]).toEqual([true, false]);
    // Not a second time below it.
    expect(shown(safe, true).split('VĂN PHÒNG').length).toBe(2);
  });

  test('is told of the stick that was picked, else of the last one where that is gone, else of the one meant', () => {
    const [one, other] = [stick('E:', safe), stick('F:', gone)];
    const full = { ...stick('E:', gone), problem: 'delivery/read-only' as const };
    const lost = { label: 'G:', outcome: gone };
    const told = (sticks: readonly StickView[], picked: string | null, last: typeof lost | null = null) =>
      toldOf({ sticks, lost: last }, picked)?.label ?? null;
    expect([
      told([one, other], 'F:'),
      told([one, other], 'F:', lost),
      told([one, other], null),
      told([full], 'E:'),
      told([other], 'E:'),
      told([other], 'G:', lost),
      told([other], null, lost),
      told([stick('E:', null)], 'E:', lost),
      told([stick('E:', null), other], 'E:'),
      toldOf(null, 'E:'),
    ]).toEqual(['F:', 'F:', 'E:', 'E:', 'F:', 'G:', 'G:', 'G:', null, null]);
  });
});
