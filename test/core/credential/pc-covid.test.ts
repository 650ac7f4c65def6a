import { describe, expect, it } from 'vitest';
import { readText } from './people.ts';

const CODE = '001093029317|NGUYEN VAN A|1987-01-18|0|162979388586171100|<1<00<0123232422';

describe('a PC-Covid code', () => {
  it('is read whole', () => {
    expect(readText(CODE)).toMatchObject({
      kind: 'pc-covid',
      name: 'NGUYEN VAN A',
      birth: '1987-01-18',
      fields: { idKind: '0', qid: '162979388586171100', declarerQid: null, sexCode: '1', bhyt: '00' },
      documents: [
        { kind: 'cccd', number: '001093029317', masked: false },
        { kind: 'qid', number: '162979388586171100', masked: false },
        { kind: 'phone', number: '0123232422', masked: false },
      ],
      checks: [{ name: 'signature' }, { name: 'numberConsistent' }],
    });
  });

  it('with hidden characters has a masked document first, and a birth year', () => {
    const masked = CODE.replace('001093', '******').replace('1987-01-18', '1987-**-**');
    expect(readText(masked)).toMatchObject({
      birth: '1987',
      documents: [{ kind: 'cccd', number: '******029317', masked: true }, {}, {}],
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
