import { describe, expect, it } from 'vitest';
import { readDate, readIsoDate } from '../../../core/credential/fields.ts';
import { readText } from './people.ts';

const CARD = '001202000001|123456789|Nguyễn Văn Thử|15052002|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
const outcomes = (raw: string) =>
  Object.fromEntries(readText(raw).checks.map((check) => [check.name, check.outcome]));

describe('a CCCD', () => {
  it('is read whole, with the old number as second document', () => {
    expect(readText(CARD)).toEqual({
      kind: 'cccd',
      fields: {
        number: '001202000001',
        oldNumber: '123456789',
        name: 'Nguyễn Văn Thử',
        birth: '2002-05-15',
        sex: 'Nam',
        address: 'Xã A, Huyện B, Đắk Lắk',
        issued: '2021-04-20',
      },
      documents: [
        { kind: 'cccd', number: '001202000001', masked: false },
        { kind: 'cmnd', number: '123456789', masked: false },
      ],
      name: 'Nguyễn Văn Thử',
      birth: '2002-05-15',
      checks: [
        { name: 'signature', outcome: 'notApplicable', why: expect.stringContaining('no signature') },
        { name: 'numberConsistent', outcome: 'pass', why: expect.any(String) },
      ],
      notes: [],
    });
  });

  it.each([
    ['U+FEFF before it', `\ufeff${CARD}`],
    ['trailing NULs', `${CARD}\u0000\u0000`],
    ['CR alone', `${CARD}\r`],
    ['stray spaces', CARD.split('|').join(' | ')],
    ['spaces inside the name', CARD.replace('Nguyễn Văn', 'Nguyễn   Văn ')],
    ['decomposed letters', CARD.normalize('NFD')],
    ['an AIM identifier', `]Q1${CARD}`],
    ['zero-width characters', CARD.replace('Văn', 'V\u200băn\u202e')],
  ])('is the same with %s', (_what, raw) => {
    expect(readText(raw)).toEqual(readText(CARD));
  });

  it.each([
    ['an empty address', '001202000001||Nguyễn Văn Thử|15052002|Nam||20042021', { address: null }],
    [
      'an upper-case name',
      '001202000001||NGUYỄN VĂN THỬ|15052002|NAM|A|20042021',
      { name: 'NGUYỄN VĂN THỬ', sex: 'Nam' },
    ],
    ['only a birth year', '001202000001||Nguyễn Văn Thử|2002|Nam|A|20042021', { birth: '2002' }],
    [
      'a birth with day and month unknown',
      '001202000001||Nguyễn Văn Thử|00002002|Nam|A|20042021',
      { birth: '2002' },
    ],
    [
      'a sex that a keyboard destroyed',
      '001302000001||Nguyễn Thị Thử|15052002|N?|A|20042021',
      { sex: 'N?', birth: '2002-05-15' },
    ],
    ['no date of issue', '001202000001||Nguyễn Văn Thử|15052002|Nam|A|', { issued: null }],
    [
      'four filled extra fields',
      `${CARD}|987654321|Cha Thử|Mẹ Thử|`,
      { extra1: '987654321', extra2: 'Cha Thử', extra3: 'Mẹ Thử', extra4: null },
    ],
    ['more fields than known', `${CARD}|||||x`, { extra5: 'x' }],
  ])('is read with %s', (_what, raw, fields) => {
    expect(readText(raw)).toMatchObject({ kind: 'cccd', fields });
  });

  it.each([
    ['in one order', '987654321012|Trần Thị Mẫu|Nguyễn Văn Cha|'],
    ['in another', '|Trần Thị Mẫu|987654321012|Nguyễn Văn Cha'],
  ])("names a child's four fields by their type, %s, and keeps them raw", (_what, extras) => {
    const { fields } = readText(`${CARD}|${extras}`);
    expect([fields['parent1'], fields['parent2'], fields['cancelledNumber1']]).toEqual([
      'Trần Thị Mẫu',
      'Nguyễn Văn Cha',
      '987654321012',
    ]);
    expect([1, 2, 3, 4].map((index) => fields[`extra${index}`] ?? '').join('|')).toBe(extras);
  });

  it.each([
    ['a date', '01072024', { extraDate1: '2024-07-01' }],
    ['a date with slashes', '01/07/2024', { extraDate1: '2024-07-01' }],
    ['a number of nine digits', '987654321', { cancelledNumber1: '987654321' }],
    ['a number in groups', '001 202 000 009', { cancelledNumber1: '001202000009' }],
    ['two numbers', '987654321|987654322', { cancelledNumber1: '987654321', cancelledNumber2: '987654322' }],
    ['the number of the card again', '001202000001|123456789', {}],
    ['a name of one letter and another', 'Y Thử', { parent1: 'Y Thử' }],
    ['a name with an apostrophe', 'H’Bia Niê', { parent1: 'H’Bia Niê' }],
    ['one letter', 'K', {}],
    ['a year', '2024', {}],
    ['a day that is none', '31022024', {}],
    ['words with digits', 'K3 x', {}],
    ['a name as long as a card', 'x'.repeat(300), {}],
  ])('names %s in an extra field by its type, or leaves it raw', (_what, extras, named) => {
    const { fields, ...card } = readText(`${CARD}|${extras}`);
    const raw = Object.fromEntries(extras.split('|').map((extra, index) => [`extra${index + 1}`, extra]));
    expect(fields).toEqual({ ...readText(CARD).fields, ...raw, ...named });
    // A cancelled number may be another person's by now: it is no document of the holder.
    expect(card.documents).toEqual(readText(CARD).documents);
    expect(card.notes).toEqual([]);
  });

  it.each([
    [
      'birth',
      CARD.replace('15052002', '15052003'),
      { numberConsistent: 'fail' },
      ['number-does-not-match-birth'],
    ],
    [
      'century',
      CARD.replace('15052002', '15051902'),
      { numberConsistent: 'fail' },
      ['number-does-not-match-birth'],
    ],
    ['sex', CARD.replace('Nam', 'Nữ'), { numberConsistent: 'fail' }, ['number-does-not-match-sex']],
    ['province', CARD.replace('001202', '099202'), { numberConsistent: 'pass' }, ['unknown-province']],
    ['date', CARD.replace('15052002', '31022002'), { numberConsistent: 'unknown' }, ['not-a-date']],
  ])('warns of a %s that does not fit, and is read all the same', (_what, raw, checks, notes) => {
    expect(outcomes(raw)).toMatchObject(checks);
    expect(readText(raw)).toMatchObject({ kind: 'cccd', notes });
  });

  it.each([
    ['eleven digits', CARD.replace('001202000001', '00120200001')],
    ['letters in the number', CARD.replace('001202000001', '00120200000A')],
    ['five fields', '001202000001||Nguyễn Văn Thử|15052002|Nam'],
    ['a thousand fields', `${CARD}${'|'.repeat(1000)}`],
    ['no date', '001202000001||a|b|c|d|e'],
  ])('is not what has %s', (_what, raw) => {
    expect(readText(raw).kind).toBe('unknown-text');
  });

  it.each([
    ['0', 'Nam', '1902'],
    ['1', 'Nữ', '1902'],
    ['2', 'Nam', '2002'],
    ['5', 'Nữ', '2102'],
    ['6', 'Nam', '2202'],
    ['9', 'Nữ', '2302'],
  ])('with %s for century and sex is of a %s of %s', (digit, sex, year) => {
    const raw = CARD.replace('001202', `001${digit}02`)
      .replace('|Nam|', `|${sex}|`)
      .replace('2002|', `${year}|`);
    expect(outcomes(raw)).toMatchObject({ numberConsistent: 'pass' });
    expect(readText(raw)).toMatchObject({ birth: `${year}-05-15`, notes: [] });
  });
});

describe('readDate', () => {
  it.each([
    ['15052002', '2002-05-15'],
    ['5/1/2002', '2002-01-05'],
    ['05-01-2002', '2002-01-05'],
    ['29022004', '2004-02-29'],
    ['29022003', null],
    ['29021900', null],
    ['31042002', null],
    ['00052002', null],
    ['2002', '2002'],
    ['00/00/2002', '2002'],
    ['9999', null],
    ['', null],
  ])('reads %s as %s', (field, date) => {
    expect(readDate(field)).toBe(date);
  });
});

describe('readIsoDate', () => {
  it.each([
    ['2002-05-15', '2002-05-15'],
    ['2004-02-29', '2004-02-29'],
    ['2003-02-29', null],
    ['2002-5-15', null],
    ['1849-12-31', null],
    ['15/05/2002', null],
    ['', null],
  ])('reads %s as %s', (field, date) => {
    expect(readIsoDate(field)).toBe(date);
  });
});
