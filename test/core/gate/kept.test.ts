import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../core/credential/credential.ts';
import { readUnknown } from '../../../core/credential/unknown.ts';
import { keptOf, mayShowText } from '../../../core/gate/kept.ts';
import { cleanRead } from '../../../core/read/clean.ts';
import { of } from './reads.ts';

const LEAST = { healthDetails: false };
const ALL = { healthDetails: true };

const certificate: Credential = {
  ...of('hcert-dcc', { kind: 'certificate', number: 'URN:UVCI:01:VN:1', masked: false }),
  name: 'Nguyễn Văn Thử',
  birth: '1999-05-15',
  fields: { issuer: 'VN', vaccine: 'EU/1/20/1528', disease: '840539006' },
  healthFields: ['vaccine', 'disease'],
};
const clean = cleanRead('HC1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE');
const damaged = { ...clean, damage: ['ime'] as const };

describe('what the log keeps', () => {
  it('of a health certificate is who and what kind, not vaccine, test or disease, nor the text that holds them', () => {
    const without = { ...certificate, fields: { issuer: 'VN' } };
    expect([keptOf(certificate, clean, LEAST), keptOf(certificate, damaged, LEAST)]).toEqual([
      { credential: without, raw: null },
      { credential: without, raw: null },
    ]);
  });

  it('of a health certificate is all of it where the site says why', () => {
    expect([keptOf(certificate, clean, ALL), keptOf(certificate, damaged, ALL)]).toEqual([
      { credential: certificate, raw: null },
      { credential: certificate, raw: clean.raw },
    ]);
  });

  it.each([
    'HC1:6bfoxn*ts0bi$zd4n9:9s6rcvn5+o30k3/xiv0w23ntde',
    'HC1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE',
    'shc:/1/3/5676290952432060346029243740',
    'SHC:/567629095243206034602924374044603122',
    '{"data":{"hdr":{"is":"VNM"},"msg":{}}}',
  ])('of a certificate that no reader understood is not its text: %s', (text) => {
    const unknown = readUnknown(text);
    const { credential, raw } = keptOf(unknown, cleanRead(text), LEAST);
    expect([raw, credential.fields, credential.documents]).toEqual([null, {}, unknown.documents]);
    expect(mayShowText(unknown, text)).toBe(false);
  });

  it.each(['wifi', 'payment', 'contact', 'link'] as const)(
    'of a %s code is its kind alone, damaged or not',
    (kind) => {
      const code: Credential = {
        ...of(kind, { kind: 'phone', number: '0905123456', masked: false }),
        name: 'Trần Thị Mẫu',
        fields: { ssid: 'Nhà', password: 'mật khẩu' },
      };
      expect(keptOf(code, damaged, ALL)).toEqual({ credential: of(kind), raw: null });
      expect(mayShowText(code, clean.text)).toBe(false);
    },
  );

  it('of a Wi-Fi code that came altered is no password either', () => {
    const text = 'wifi:t:WPA;s:Nha;p:mat khau thu;;';
    const kept = keptOf(readUnknown(text), cleanRead(text), LEAST);
    expect(JSON.stringify(kept)).not.toContain('khau');
    expect(mayShowText(readUnknown(text), text)).toBe(false);
  });

  it('of anything else is the scanner’s own words where our reading could be wrong', () => {
    const card = of('cccd', { kind: 'cccd', number: '001099000001', masked: false });
    const text = cleanRead('001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021');
    const unknown = readUnknown('xin chào');
    expect([
      keptOf(card, text, LEAST).raw,
      keptOf(card, { ...text, damage: ['ime'] }, LEAST).raw,
      keptOf(unknown, cleanRead('xin chào'), LEAST),
    ]).toEqual([null, text.raw, { credential: unknown, raw: 'xin chào' }]);
  });
});
