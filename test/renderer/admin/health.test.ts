import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { healthOf } from '../../../renderer/admin/health.ts';
import vi from '../../../renderer/locales/vi.json' with { type: 'json' };
import { gateView } from '../views.ts';

const texts = i18next.createInstance();
beforeAll(async () => {
  await texts.init({
    lng: 'vi',
    resources: { vi: { translation: vi } },
    interpolation: { escapeValue: false },
  });
});

describe('the condition of the kiosk', () => {
  test('says once who can open the batches, first where that is everybody or nobody was chosen', () => {
    const told = (batchOpeners: ReturnType<typeof gateView>['batchOpeners']) => {
      const items = healthOf(texts.t, gateView({ batchOpeners }), 1_795_000_000_000);
      return items.flatMap(({ id, state, word, advice }, at) =>
        id === 'openers' ? [[at === 0, state, advice ?? word]] : [],
      );
    };
    expect(told('plain')).toEqual([[true, 'warn', vi.chips.openersPlainDo]]);
    expect(told('undecided')).toEqual([[true, 'warn', vi.errors['openers/undecided']]]);
    expect(told('recipients')).toEqual([[false, 'ok', vi.openersShort.recipients]]);
    expect(told('nobody')).toEqual([[false, 'ok', vi.openersShort.nobody]]);
  });

  test('says how many targets want a hand, and nothing of targets where there are none', () => {
    const told = (targets: ReturnType<typeof gateView>['targets']) =>
      healthOf(texts.t, gateView({ targets }), 1_795_000_000_000).flatMap(({ id, state, word, advice }) =>
        id === 'targets' ? [[state, advice ?? word]] : [],
      );
    expect(told({ count: 0, blocked: 0, open: 0 })).toEqual([]);
    expect(told({ count: 2, blocked: 0, open: 0 })).toEqual([['ok', '2 nơi, không nơi nào cần xem']]);
    expect(told({ count: 2, blocked: 1, open: 0 })).toEqual([
      ['warn', expect.stringContaining('1 nơi nhận')],
    ]);
  });

  test('says once that the signing key is missing, with what to do', () => {
    const told = (signingProblem: string | null) =>
      healthOf(texts.t, gateView({ signingProblem }), 1_795_000_000_000).flatMap(({ id, state, advice }) =>
        id === 'signing' ? [[state, advice]] : [],
      );
    expect([told(null), told('key/signing-missing')]).toEqual([
      [],
      [['warn', vi.errors['key/signing-missing']]],
    ]);
  });
});
