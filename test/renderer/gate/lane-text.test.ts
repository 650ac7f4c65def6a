import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { laneText } from '../../../renderer/gate/lane-text.ts';

const t = ((_key: string, { lane }: { lane: string }) => `làn ${lane}`) as unknown as TFunction;

it('says "lane" before a number or a short name, and nothing before a name that speaks for itself', () => {
  expect(
    ['1', 'B2', 'Vào', 'Cổng chính, làn xe máy', 'Khoa Cấp cứu'].map((lane) => laneText(t, lane)),
  ).toEqual(['làn 1', 'làn B2', 'làn Vào', 'Cổng chính, làn xe máy', 'Khoa Cấp cứu']);
});
