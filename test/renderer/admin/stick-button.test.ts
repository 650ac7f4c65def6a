import { describe, expect, test } from 'vitest';
import { goText } from '../../../renderer/admin/DeliverSticks.tsx';
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
