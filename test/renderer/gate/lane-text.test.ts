import { describe, expect, it } from 'vitest';
import { laneName, laneText } from '../../../renderer/gate/lane-text.ts';
import { textsOf } from '../texts.ts';

describe('a lane on the screen', () => {
  it('has "lane" before a number or a short name, and nothing before a name that speaks for itself', async () => {
    const t = await textsOf('vi');
    expect(
      ['1', 'B2', 'Vào', 'Cổng chính, làn xe máy', 'Khoa Cấp cứu'].map((lane) => laneText(t, lane)),
    ).toEqual(['làn 1', 'làn B2', 'làn Vào', 'Cổng chính, làn xe máy', 'Khoa Cấp cứu']);
  });

  it('is called in the language of the screen where set-up named it, and as it is where somebody did', async () => {
    const lanes = ['Vào', 'Ra', 'In', 'Out', '1', 'Vào nhanh', 'Cửa sau'];
    const named = async (language: 'vi' | 'en') => {
      const t = await textsOf(language);
      return lanes.map((lane) => laneName(t, lane));
    };
    expect(await named('vi')).toEqual(['Vào', 'Ra', 'Vào', 'Ra', '1', 'Vào nhanh', 'Cửa sau']);
    expect(await named('en')).toEqual(['In', 'Out', 'In', 'Out', '1', 'Vào nhanh', 'Cửa sau']);
    expect(laneText(await textsOf('en'), 'Vào')).toBe('lane In');
  });
});
