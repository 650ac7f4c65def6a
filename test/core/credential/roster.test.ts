import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRoster, ROSTER_LIMIT } from '../../../core/credential/roster.ts';
import type { RosterHeadings } from '../../../core/credential/roster-columns.ts';
import { decodeRoster } from '../../../core/credential/roster-text.ts';
import { isGatelogError } from '../../../core/errors.ts';

const MAU = { name: 'Trần Thị Mẫu', department: null, validFrom: null, validTo: null };
const read = (csv: string, headings?: RosterHeadings) => [...parseRoster(csv, headings)];

/** Code, line, and everything that is said of what it throws, its cause included. */
function refusal(attempt: () => unknown): readonly [code: string, line: unknown, message: string] {
  try {
    attempt();
  } catch (error) {
    return isGatelogError(error)
      ? [error.code, error.context['line'], inspect(error)]
      : ['another error', null, String(error)];
  }
  return ['accepted', null, ''];
}

describe('parseRoster', () => {
  it.each([
    ['what Excel writes here', '\ufeffName;CODE\r\nTrần Thị Mẫu; a1 \r\n\r\n'],
    ['tabs', 'code\tname\nA1\tTrần Thị Mẫu\n'],
    ['quoted cells', '"code","name"\n"A1","Trần Thị Mẫu"'],
    ['CR alone', 'code,name\rA1,Trần Thị Mẫu\r'],
    ['headings in capitals without accents', 'MA THE,HO TEN\nA1,Trần Thị Mẫu'],
    ['two languages in a heading', 'Mã thẻ / Card code,Họ tên (Full name)\nA1,Trần Thị Mẫu'],
    [
      'a title above, and the delimiter for Excel',
      'sep=;\nDANH SÁCH NHÂN VIÊN;;\n\nMã thẻ;Họ tên;\nA1;Trần Thị Mẫu;',
    ],
    ['family name and given name apart', 'Mã thẻ,Tên,Họ đệm\nA1,Mẫu,Trần Thị'],
    ['other columns beside', 'STT,Ngày sinh,Mã nhân viên,Họ và tên,SĐT\n1,1990,A1,Trần Thị Mẫu,0901'],
    ['empty lines and lines of delimiters alone', 'code,name\n\n,,\nA1,Trần Thị Mẫu\n,,\n'],
    ['decomposed letters', 'Mã thẻ,Họ tên\nA1,Trần Thị Mẫu'.normalize('NFD')],
    ['unseen characters in the code', 'code,name\nA\u200b1\u001d,Trần Thị Mẫu'],
    ['a comma in a quoted cell', 'code,name,note\nA1,Trần Thị Mẫu,"x, y"'],
    ['a line end in a quoted cell', 'code,note,name\nA1,"x\ny",Trần Thị Mẫu'],
  ])('reads %s', (_what, csv) => {
    expect(read(csv)).toEqual([['A1', MAU]]);
  });

  it('reads department and days, in both ways to write a date', () => {
    expect(
      read(
        'Mã thẻ,Họ tên,Phòng ban,Từ ngày,Đến ngày\n' +
          'A1,Trần Thị Mẫu,Khoa Nội,01/03/2026,2026-12-31\n' +
          'A2,Lê Ví Dụ,,1/3/2026,\nA3,Cao Thử,Tổ 5,-,31-12-2026',
      ),
    ).toEqual([
      [
        'A1',
        { name: 'Trần Thị Mẫu', department: 'Khoa Nội', validFrom: '2026-03-01', validTo: '2026-12-31' },
      ],
      ['A2', { name: 'Lê Ví Dụ', department: null, validFrom: '2026-03-01', validTo: null }],
      ['A3', { name: 'Cao Thử', department: 'Tổ 5', validFrom: null, validTo: '2026-12-31' }],
    ]);
  });

  it('tells Tổ, a team, from the English "to"', () => {
    const entry = { ...MAU, department: 'Hàn' };
    expect(read('code,name,Tổ\nA1,Trần Thị Mẫu,Hàn')).toEqual([['A1', entry]]);
    expect(read('code,name,from,to\nA1,Trần Thị Mẫu,2026-01-01,2026-02-01')).toEqual([
      ['A1', { ...MAU, validFrom: '2026-01-01', validTo: '2026-02-01' }],
    ]);
  });

  it('takes the better of two columns that could be meant', () => {
    expect(read('Mã nhân viên,Mã thẻ,Họ tên\nB7,A1,Trần Thị Mẫu')).toEqual([['A1', MAU]]);
  });

  it('takes the headings of the settings, and finds the others by itself', () => {
    const csv = 'Mã thẻ,Số từ,Chủ thẻ,Khoa\nB7,A1,Trần Thị Mẫu,Nội';
    expect(read(csv, { code: 'so tu', name: 'Chủ thẻ' })).toEqual([['A1', { ...MAU, department: 'Nội' }]]);
  });

  it('does not take a column twice that the settings have given away', () => {
    const csv = 'code,name,unit,Khoa\nA1,Trần Thị Mẫu,2026-01-01,Nội';
    expect(read(csv, { validFrom: 'unit' })).toEqual([
      ['A1', { ...MAU, department: 'Nội', validFrom: '2026-01-01' }],
    ]);
  });

  it.each([
    ['an empty file', '', 1],
    ['no column for the code', 'name\nX', 1],
    ['no headings', 'A1,Trần Thị Mẫu\nA2,Lê Ví Dụ', 1],
    ['headings below the tenth line', `${'x,y\n'.repeat(10)}code,name\nA1,Trần Thị Mẫu`, 1],
    ['an empty code', 'code,name\n,X', 2],
    ['an empty name', 'code,name\nA,X\nB,', 3],
    ['a code twice', 'code,name\nA,X\na,Y', 3],
    ['a code that is too long', `code,name\n${'A'.repeat(65)},X`, 2],
    ['a name that is too long', `code,name\nA,${'x'.repeat(201)}`, 2],
    ['a department that is too long', `code,name,khoa\nA,X,${'x'.repeat(201)}`, 2],
    ['a code that a spreadsheet rounded', 'code,name\n"1,23E+11",X', 2],
    ['a wrong day behind an empty line', 'code,name,from\n\nA,X,31/02/2026', 3],
    ['a day of the American kind', 'code,name,to\nA,X,12/31/2026', 2],
    ['a bare year for a day', 'code,name,to\nA,X,2026', 2],
    ['a first day after the last', 'code,name,from,to\nA,X,2026-02-01,2026-01-31', 2],
    ['two columns of one heading', 'code,name,Code\nA,X,B', 1],
    ['an open quote', 'code,name\nA,X\n"B,Y', 3],
    ['a quote inside a cell', 'code,name\nA,X"Y"', 2],
  ])('refuses %s and names the line', (_what, csv, line) => {
    expect(refusal(() => parseRoster(csv)).slice(0, 2)).toEqual(['roster/invalid', line]);
  });

  it('names what the settings ask for in vain, by its role', () => {
    const [code, line, message] = refusal(() => parseRoster('code,name\nA,X', { department: 'Khoa' }));
    expect([code, line]).toEqual(['roster/invalid', 1]);
    expect(message).toContain('department');
  });

  it('refuses more badges than its limit instead of leaving some out', () => {
    const lines = Array.from({ length: ROSTER_LIMIT + 1 }, (_, index) => `A${index},X`);
    const csv = (count: number) => `title,\ncode,name\n${lines.slice(0, count).join('\n')}`;
    expect(parseRoster(csv(ROSTER_LIMIT)).size).toBe(ROSTER_LIMIT);
    expect(refusal(() => parseRoster(csv(ROSTER_LIMIT + 1))).slice(0, 2)).toEqual([
      'roster/invalid',
      ROSTER_LIMIT + 3,
    ]);
  });

  it('never says a cell in what it throws, and throws nothing else', () => {
    const cell = fc.constantFrom(
      'Trần Thị Mẫu',
      'Mẫu;Trần',
      '"Mẫu',
      '0901234567',
      '31/02/2026',
      '',
      '\ufffd',
    );
    const row = fc.array(cell, { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.constantFrom('', 'code,name,from\n', 'Mã thẻ;Họ tên\n'),
        fc.constantFrom(',', ';', '\t'),
        fc.array(row, { maxLength: 5 }),
        (head, delimiter, rows) => {
          const csv = head + rows.map((cells) => cells.join(delimiter)).join('\n');
          const [code, line, message] = refusal(() => parseRoster(csv));
          expect(['accepted', 'roster/invalid']).toContain(code);
          expect(code === 'accepted' || (typeof line === 'number' && line > 0)).toBe(true);
          expect(message).not.toMatch(/Trần|Mẫu|0901/);
        },
      ),
    );
  });
});

describe('decodeRoster', () => {
  const csv = 'Mã thẻ\tHọ tên\r\nA1\tTrần Thị Mẫu\r\n';
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

  it.each([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${csv}`)],
    ["UTF-16 as Excel's Unicode text", utf16(csv)],
    ['UTF-16 with the great end first', Buffer.from(utf16(csv)).swap16()],
    ['half a character at the end of UTF-16', Buffer.concat([utf16(`${csv}\n`), Buffer.of(0)])],
  ])('reads %s', (_what, bytes) => {
    expect(read(decodeRoster(bytes).replace(/\n\ufffd$/, ''))).toEqual([['A1', MAU]]);
  });

  it('names the first line of another code page instead of guessing at names', () => {
    const windows = Buffer.from('code,name\nA,Xuan\nB,Tr\u00e2n\nC,Th\u00e2n\n', 'latin1');
    expect(refusal(() => decodeRoster(windows)).slice(0, 2)).toEqual(['roster/invalid', 3]);
    expect(refusal(() => decodeRoster(Buffer.of(0xff))).slice(0, 2)).toEqual(['roster/invalid', 1]);
  });
});
