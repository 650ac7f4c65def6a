import { describe, expect, it } from 'vitest';
import { problemWords } from '../../office/words.ts';

describe('a problem in words', () => {
  it('names file and event, and its facts in the language of the answer', () => {
    const sheet = {
      code: 'sheet-differs',
      file: 'events.xlsx',
      seq: 7,
      facts: 'unreadable or ends here',
    } as const;
    expect(problemWords(sheet, 'en')).toBe(
      'events.xlsx, event 7: the workbook says something else than the record (unreadable or ends here)',
    );
    expect(problemWords(sheet, 'vi')).toBe(
      'events.xlsx, dòng số 7: bảng tính ghi khác với bản ghi (từ đây không đọc được hoặc đã hết)',
    );
  });

  it('gives sizes their unit, and no empty brackets where it knows none', () => {
    const size = { code: 'size-differs', file: null, seq: null, facts: '3881 / 3896' } as const;
    expect(problemWords(size, 'en')).toMatch(/deliver it again \(3881 \/ 3896 bytes\)$/);
    expect(problemWords(size, 'vi')).toMatch(/giao lại \(3881 \/ 3896 byte\)$/);
    expect(problemWords({ ...size, facts: '' }, 'vi')).toMatch(/giao lại$/);
  });

  it('lets no name from elsewhere steer the terminal', () => {
    const facts = 'a\u001b[31m\u202Eb';
    expect(problemWords({ code: 'order', file: '\u0007x', seq: null, facts }, 'en')).toBe(
      '?x: events are missing, doubled or out of order here (a?[31m?b)',
    );
  });
});
