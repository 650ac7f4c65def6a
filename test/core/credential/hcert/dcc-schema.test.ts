import { describe, expect, it } from 'vitest';
import { dccFault } from '../../../../core/credential/hcert/dcc-schema.ts';
import { isCountry, isUvci } from '../../../../core/credential/hcert/dcc-values.ts';
import type { Json } from '../../../../core/credential/json.ts';
import { RECOVERY, TEST, VACCINATION } from './make-hc1.ts';

const vaccination = (change: Record<string, Json>): Json => ({
  ...VACCINATION,
  v: VACCINATION.v.map((one) => ({ ...one, ...change })),
});
const test = (change: Record<string, Json>): Json => ({
  ...TEST,
  t: TEST.t.map((one) => ({ ...one, ...change })),
});
const recovery = (change: Record<string, Json>): Json => ({
  ...RECOVERY,
  r: RECOVERY.r.map((one) => ({ ...one, ...change })),
});

describe('the schema of a DCC', () => {
  const kept: readonly (readonly [what: string, data: Json])[] = [
    ['a vaccination', VACCINATION],
    ['a test', TEST],
    ['a recovery', RECOVERY],
    ...['1.0.0', '1.0.1', '1.2.1', '1.3.0', '1.3.4'].map(
      (ver) => [`version ${ver}`, { ...TEST, ver }] as const,
    ),
    ...['', '1987', '1987-01', '1964-02-29', '1987-01-18T00:00:00'].map(
      (dob) => [`birth "${dob}"`, { ...TEST, dob }] as const,
    ),
    ['groups that are null', { ...VACCINATION, t: null, r: null }],
    ['a name in letters of the machine alone', { ...TEST, nam: { fnt: 'NGUYEN' } }],
    ['fields that it does not know', { ...TEST, more: 1 }],
    ['a vaccine by the ATC code', vaccination({ vp: 'J07BX03' })],
    [
      'a product without a number of the Union',
      vaccination({ mp: 'Sputnik-V', ma: 'Gamaleya-Research-Institute' }),
    ],
    ['a booster', vaccination({ dn: 3, sd: 1 })],
    ['a dose with its moment', vaccination({ dt: '2021-03-18T22:54:00+02:00' })],
    ['an organisation that issues', vaccination({ co: 'UNHCR' })],
    ['a laboratory test', test({ tt: 'LP6464-4', nm: 'PCR', ma: '' })],
    ['a test with the time of its result', test({ dr: '2021-12-01T09:00:00Z' })],
    ['a test without a place', test({ tc: null })],
    ['an offset without minutes', test({ sc: '2021-12-01T08:00:00+07' })],
    ['an identifier in small letters', test({ ci: 'urn:uvci:01:BG:UFR5PLGKU8WDSZK7#0' })],
    ['an identifier without colons', test({ ci: '01ES05V477F1CE8D8D7FF749D65C#2' })],
  ];
  it.each(kept)('takes %s', (_what, data) => {
    expect(dccFault(data)).toBeNull();
  });

  const refused: readonly (readonly [what: string, at: string, data: Json])[] = [
    ['nothing', '.', null],
    ['a text', '.', 'text'],
    ['a list', '.', []],
    ['no statement', '.', { ...VACCINATION, v: null }],
    ['a statement that is none', 'v', { ...VACCINATION, v: 'text' }],
    ['an empty list of them', 'v', { ...VACCINATION, v: [] }],
    ['two doses at once', 'v', { ...VACCINATION, v: [...VACCINATION.v, ...VACCINATION.v] }],
    ['a dose and a test', 'v+t', { ...VACCINATION, t: TEST.t }],
    ['thousands', 'v', { ...VACCINATION, v: Array.from({ length: 5000 }, () => 1) }],
    ['another version', 'ver', { ...TEST, ver: '2.0.0' }],
    ['no version', 'ver', { ...TEST, ver: null }],
    ['no name', 'nam', { ...TEST, nam: { fn: 'Nguyễn' } }],
    ['a machine name in small letters', 'nam.fnt', { ...TEST, nam: { fnt: 'Nguyen' } }],
    ['a name of 81 letters', 'nam.fn', { ...TEST, nam: { fn: 'A'.repeat(81), fnt: 'A' } }],
    ['a day of birth that no calendar has', 'dob', { ...TEST, dob: '1987-02-29' }],
    ['a month of birth that no calendar has', 'dob', { ...TEST, dob: '1987-13' }],
    ['a birth of another order', 'dob', { ...TEST, dob: '18/01/1987' }],
    ['no birth', 'dob', { ...TEST, dob: null }],
    ['another disease', 'v.0.tg', vaccination({ tg: '386661006' })],
    ['an organisation of eight digits', 'v.0.ma', vaccination({ ma: 'ORG-99999999' })],
    ['a dose of half', 'v.0.dn', vaccination({ dn: 0.5 })],
    ['the tenth dose', 'v.0.dn', vaccination({ dn: 10 })],
    ['a dose as text', 'v.0.sd', vaccination({ sd: '2' })],
    ['a day that is none', 'v.0.dt', vaccination({ dt: '2021-02-30' })],
    ['a country that does not exist', 'v.0.co', vaccination({ co: 'XY' })],
    ['no issuer', 'v.0.is', vaccination({ is: '' })],
    ['no identifier', 'v.0.ci', vaccination({ ci: '' })],
    ['a test device that was never listed', 't.0.ma', test({ ma: '9999' })],
    ['a sample without a time', 't.0.sc', test({ sc: '2021-12-01' })],
    ['a sample at 25 hours', 't.0.sc', test({ sc: '2021-12-01T25:00:00Z' })],
    ['a result in words', 't.0.tr', test({ tr: 'NEGATIVE' })],
    ['a recovery without its end', 'r.0.du', recovery({ du: null })],
  ];
  it.each(refused)('does not take %s, and says where', (_what, at, data) => {
    expect(dccFault(data)).toBe(at);
  });
});

describe('isUvci', () => {
  it.each([
    ['URN:UVCI:01:VN:THU1234567890#A', true],
    ['01:CH:0CD12FE3BFDB936B8BE518B7', true],
    ['URN:UVCI:01:SE:EHM/100000024GI5HMGZKSMS', true],
    ['URN:UVCI:01', false],
    ['VN/THU', false],
    ['URN:UVCI:01:VN:THỬ', false],
    [`URN:UVCI:01:VN:${'A'.repeat(80)}`, false],
  ])('%s is %s', (text, is) => {
    expect(isUvci(text)).toBe(is);
  });
});

describe('isCountry', () => {
  it.each([
    ['VN', true],
    ['XK', true],
    ['XY', false],
    ['vn', false],
    ['UNHCR', true],
    ['', false],
    ['V', false],
  ])('%s is %s', (text, is) => {
    expect(isCountry(text)).toBe(is);
  });
});
