import { describe, expect, it } from 'vitest';
import { readText } from './people.ts';

const CODE = '001093029317|NGUYEN VAN A|1987-01-18|0|162979388586171100|<1<00<0123232422';

describe('a PC-Covid code', () => {
  it('is read whole', () => {
    expect(readText(CODE)).toEqual({
      kind: 'pc-covid',
      fields: {
        number: '001093029317',
        name: 'NGUYEN VAN A',
        birth: '1987-01-18',
        idKind: '0',
        qid: '162979388586171100',
        declarerQid: null,
        sexCode: '1',
        bhyt: '00',
        phone: '0123232422',
        extSignature: null,
      },
      documents: [
        { kind: 'cccd', number: '001093029317', masked: false },
        { kind: 'qid', number: '162979388586171100', masked: false },
        { kind: 'phone', number: '0123232422', masked: false },
      ],
      name: 'NGUYEN VAN A',
      birth: '1987-01-18',
      checks: [
        { name: 'signature', outcome: 'notApplicable', why: expect.any(String) },
        // The decision's own example: its number is of somebody born in 1993.
        { name: 'numberConsistent', outcome: 'fail', why: expect.any(String) },
      ],
      notes: ['number-does-not-match-birth'],
    });
  });

  describe('and its EXT', () => {
    const withExt = (ext: string) =>
      readText(`001093029317|NGUYEN VAN A|1993-01-18|0|162979388586171100|${ext}`);
    const documents = (ext: string) =>
      withExt(ext)
        .documents.slice(2)
        .map(({ kind, number, masked }) => `${kind}:${number}${masked ? '?' : ''}`);

    it('is split in full', () => {
      expect(withExt('162979388586171101<2<DN4010123456789<0901234567<c2lnbg==<a<b').fields).toMatchObject({
        declarerQid: '162979388586171101',
        sexCode: '2',
        bhyt: 'DN4010123456789',
        phone: '0901234567',
        extSignature: 'c2lnbg==',
        extMore: 'a<b',
      });
    });

    it.each([
      ['<1<DN4010123456789<0901234567', ['bhyt:DN4010123456789', 'phone:0901234567']],
      ['<1<0123456789<+84901234567', ['bhyt:0123456789', 'phone:0901234567']],
      ['<1<DN40101********<0901***567', ['bhyt:DN40101********?', 'phone:0901***567?']],
      ['<1<00<', []],
      ['<1<**40101<090***', []],
      ['', []],
    ])('%s gives the documents %j', (ext, said) => {
      expect(documents(ext)).toEqual(said);
    });
  });

  it('with a birth that is no day says so', () => {
    expect(readText(CODE.replace('1987-01-18', '1993-02-30'))).toMatchObject({
      birth: null,
      fields: { birth: '1993-02-30' },
      notes: ['not-a-date'],
    });
  });

  it('with hidden characters has a masked document first, and a birth year', () => {
    const masked = CODE.replace('001093', '******').replace('1987-01-18', '1987-**-**');
    expect(readText(masked)).toMatchObject({
      birth: '1987',
      documents: [{ kind: 'cccd', number: '******029317', masked: true }, {}, {}],
      checks: [{ name: 'signature' }],
      notes: [],
    });
  });

  it('of another paper is known by its QID, and without one by its text alone', () => {
    expect(readText(CODE.replace('001093029317', 'B1234567')).documents[0]).toMatchObject({ kind: 'qid' });
    expect(readText('B1234567|NGUYEN VAN A|1987-01-18|1||<1<00<0123232422').documents).toMatchObject([
      { kind: 'text' },
      { kind: 'phone' },
    ]);
  });

  it.each([
    ['another kind of id', CODE.replace('|0|', '|2|')],
    ['another form of date', CODE.replace('1987-01-18', '18/01/1987')],
    ['too few fields', '001093029317|NGUYEN VAN A|1987-01-18|0'],
  ])('is not what has %s', (_what, raw) => {
    expect(readText(raw).kind).not.toBe('pc-covid');
  });
});
