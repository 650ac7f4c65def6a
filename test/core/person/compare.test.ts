import { describe, expect, it } from 'vitest';
import { type CardFacts, compareCards } from '../../../core/person/compare.ts';
import { documentOf } from '../../../core/person/documents.ts';

const card = (over: Partial<CardFacts> = {}): CardFacts => ({
  name: null,
  birth: null,
  sex: null,
  address: null,
  phones: [],
  documents: [],
  ...over,
});
const CCCD = documentOf('cccd', '001093029317');
const OTHER = documentOf('cccd', '001093029318');
const CMND = documentOf('cmnd', '123456789');
const QID = documentOf('qid', '162979388586171100');
const PASS = documentOf('passport', 'B1234567');

describe('two cards side by side', () => {
  it('are compared line by line, what tells most first', () => {
    const one = card({
      name: 'Nguyễn Văn Thử',
      birth: '1993-01-18',
      sex: 'Nam',
      address: 'Xã A, Đắk Lắk',
      phones: ['0901234567'],
      documents: [CCCD, CMND],
    });
    const other = card({ name: 'NGUYEN VAN THU', birth: '1993-01-18', documents: [QID, CMND] });
    expect(compareCards(one, other)).toEqual([
      { field: 'name', one: ['Nguyễn Văn Thử'], other: ['NGUYEN VAN THU'], agreement: 'alike' },
      { field: 'birth', one: ['1993-01-18'], other: ['1993-01-18'], agreement: 'same' },
      { field: 'cccd', one: [CCCD.number], other: [], agreement: 'unclear' },
      { field: 'cmnd', one: [CMND.number], other: [CMND.number], agreement: 'same' },
      { field: 'qid', one: [], other: [QID.number], agreement: 'unclear' },
      { field: 'phone', one: ['0901234567'], other: [], agreement: 'unclear' },
      { field: 'sex', one: ['Nam'], other: [], agreement: 'unclear' },
      { field: 'address', one: ['Xã A, Đắk Lắk'], other: [], agreement: 'unclear' },
    ]);
  });

  it.each<[string, Partial<CardFacts>, Partial<CardFacts>, string]>([
    ['two names', { name: 'Lê Thị Mẫu' }, { name: 'Lê Thị Mậu B' }, 'different'],
    ['a name and its capitals', { name: 'Lê Thị Mẫu' }, { name: 'LÊ THỊ  MẪU' }, 'same'],
    ['a name composed and not', { name: 'Đỗ Mẫu' }, { name: 'Đỗ Mẫu'.normalize('NFD') }, 'same'],
    ['two names but for a tone', { name: 'Trần Văn Lầm' }, { name: 'Trần Văn Lẫm' }, 'alike'],
    ['đ and d', { name: 'Đỗ Mẫu' }, { name: 'DO MAU' }, 'alike'],
    ['an address and its short form', { address: 'Xã A, Gia Lai' }, { address: 'Gia Lai' }, 'different'],
    ['two births', { birth: '1993-01-18' }, { birth: '1993-01-19' }, 'different'],
    ['a birth and its year', { birth: '1993-01-18' }, { birth: '1993' }, 'unclear'],
    ['a birth and another year', { birth: '1993-01-18' }, { birth: '1994-**-**' }, 'different'],
    ['two years that are one', { birth: '1993' }, { birth: '1993' }, 'unclear'],
    ['two CCCD numbers', { documents: [CCCD] }, { documents: [OTHER] }, 'different'],
    ['one CCCD number of several', { documents: [CCCD, OTHER] }, { documents: [OTHER] }, 'same'],
    [
      'two passports, which one human can have',
      { documents: [PASS] },
      { documents: [documentOf('passport', 'C7654321')] },
      'unclear',
    ],
    ['two phones', { phones: ['0901234567'] }, { phones: ['0911234567'] }, 'unclear'],
    ['Nữ and NU', { sex: 'Nữ' }, { sex: 'NU' }, 'same'],
  ])('%s are told apart', (_what, one, other, agreement) => {
    expect(compareCards(card(one), card(other)).map((row) => row.agreement)).toEqual([agreement]);
  });

  it('that say nothing have no line', () => {
    expect(compareCards(card(), card())).toEqual([]);
  });
});
