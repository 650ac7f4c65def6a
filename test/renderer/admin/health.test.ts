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
});
