import { describe, expect, it } from 'vitest';
import { crc16, readEmv, readObjects } from '../../../core/credential/emv.ts';
import { readText } from './people.ts';

const tlv = (id: string, value: string): string =>
  `${id}${String([...value].length).padStart(2, '0')}${value}`;
const sealed = (body: string): string => `${body}6304${crc16(`${body}6304`)}`;
const account =
  tlv('00', 'A000000727') + tlv('01', tlv('00', '970499') + tlv('01', '0123456789')) + tlv('02', 'QRIBFTTA');
const BODY =
  tlv('00', '01') +
  tlv('01', '12') +
  tlv('38', account) +
  tlv('52', '0000') +
  tlv('53', '704') +
  tlv('54', '150000') +
  tlv('58', 'VN') +
  tlv('59', 'QUAN THU') +
  tlv('60', 'PLEIKU') +
  tlv('62', tlv('08', 'tien nuoc'));

/** No word of a code may be found in what the credential says of it. */
const says = (raw: string): string => JSON.stringify(readText(raw));

describe('crc16', () => {
  it('is CRC-16/CCITT-FALSE by its published check value', () => {
    expect(crc16('123456789')).toBe('29B1');
    expect(crc16('')).toBe('FFFF');
  });
});

describe('readObjects', () => {
  it('takes a text apart to its last character', () => {
    expect(readObjects('0002015303704')).toEqual([
      { id: '00', value: '01' },
      { id: '53', value: '704' },
    ]);
  });

  it('counts characters, and bytes where only they come out even', () => {
    expect(readObjects('5903Thử5802VN')).toEqual([
      { id: '59', value: 'Thử' },
      { id: '58', value: 'VN' },
    ]);
    expect(readObjects('5905Thử5802VN')).toEqual([
      { id: '59', value: 'Thử' },
      { id: '58', value: 'VN' },
    ]);
  });

  it.each(['0', '00', '0003', '000301', '00xx01', '0001', '5904Thử', '-1+2ab'])(
    'never runs past the end of %s',
    (text) => {
      expect(readObjects(text)).toBeNull();
    },
  );
});

describe('a payment code', () => {
  it('is a VietQR with its bank, and its check sum is checked', () => {
    expect(readText(sealed(BODY))).toEqual({
      kind: 'payment',
      fields: { scheme: 'vietqr', bankBin: '970499', currency: '704', country: 'VN' },
      documents: [{ kind: 'text', number: expect.stringMatching(/^[0-9a-f]{32}$/), masked: false }],
      name: null,
      birth: null,
      checks: [
        { name: 'wellFormed', outcome: 'pass', why: expect.any(String) },
        { name: 'checksum', outcome: 'pass', why: expect.any(String) },
      ],
      notes: ['payment-code'],
    });
  });

  it('tells of no account, amount, merchant or purpose', () => {
    expect(says(sealed(BODY))).not.toMatch(/0123456789|150000|QUAN THU|PLEIKU|tien nuoc/);
  });

  it('with one character changed has a wrong check sum', () => {
    const changed = sealed(BODY).replace('150000', '950000');
    expect(readText(changed).checks).toContainEqual(
      expect.objectContaining({ name: 'checksum', outcome: 'fail' }),
    );
  });

  it('of another scheme is one too, also with its check sum in small letters', () => {
    const other = sealed(
      tlv('00', '01') + tlv('26', tlv('00', 'com.example')) + tlv('58', 'TH'),
    ).toLowerCase();
    expect(readText(other.replace('th', 'TH'))).toMatchObject({
      kind: 'payment',
      fields: { scheme: 'emv', bankBin: null, country: 'TH' },
    });
  });

  it('with a wrong length inside its account part is one, and says so', () => {
    const broken = tlv('00', '01') + tlv('38', '0099A000000727') + tlv('58', 'VN');
    expect(readText(sealed(broken))).toMatchObject({
      kind: 'payment',
      fields: { scheme: 'emv' },
      checks: [
        { name: 'wellFormed', outcome: 'fail' },
        { name: 'checksum', outcome: 'pass' },
      ],
    });
  });

  it('is not taken apart where it is longer than the specification by far', () => {
    expect(readEmv(sealed(tlv('00', '01') + tlv('62', 'x'.repeat(99)).repeat(80)))).toBeNull();
  });
});

describe('a web address', () => {
  it.each([
    ['https://example.test/a?b=c#d', 'example.test'],
    ['HTTP://EXAMPLE.TEST', 'example.test'],
    ['http://mẫu.vn/', 'mẫu.vn'],
    ['https://user:secret@example.test:8443/x', 'example.test'],
    ['www.example.test/menu', 'www.example.test'],
    ['example.vn', 'example.vn'],
    ['menu.example.com/ban-5', 'menu.example.com'],
    ['https://[::1]/', null],
    ['http://%00/', null],
  ])('%s is told by its host alone', (raw, host) => {
    expect(readText(raw)).toMatchObject({
      kind: 'link',
      fields: { host },
      documents: [{ kind: 'text' }],
      name: null,
      checks: [],
      notes: ['web-address'],
    });
  });

  it('keeps no path, query or password', () => {
    expect(says('https://user:hush@example.test/nguoi-thu?cccd=001099000001')).not.toMatch(/hush|thu\b|0010/);
  });

  it.each(['NV.0042', 'so.xlsx', 'KHO.VN', 'A.B', 'a.b.vn c', 'https:/x', 'ftp://x.vn', 'v1.2.3', 'http://'])(
    'is not %s',
    (raw) => {
      expect(readText(raw).kind).toBe('unknown-text');
    },
  );

  it.each(['a.'.repeat(4000), `${'a-'.repeat(4000)}.vn`, `https://${'a.'.repeat(4000)}`])(
    'is decided at once about a hostile text',
    (raw) => {
      expect(['link', 'unknown-text']).toContain(readText(raw).kind);
    },
  );
});

describe('a contact card', () => {
  it.each([
    ['BEGIN:VCARD\nVERSION:3.0\nFN:Trần Thị Mẫu\nTEL:0901234567\nEND:VCARD', 'vcard'],
    ['MECARD:N:Mẫu,Trần Thị;TEL:0901234567;;', 'mecard'],
    ['BIZCARD:N:Trần;X:Mẫu;;', 'bizcard'],
    ['mailto:mau@example.test', 'mail'],
    ['MATMSG:TO:mau@example.test;SUB:x;BODY:y;;', 'mail'],
  ])('is told by its form, and whom it names is not kept', (raw, form) => {
    expect(readText(raw)).toMatchObject({
      kind: 'contact',
      fields: { form },
      name: null,
      notes: ['contact-card'],
    });
    expect(says(raw)).not.toMatch(/Mẫu|0901|mau@/);
  });
});

describe('a Wi-Fi code', () => {
  it.each([
    ['WIFI:T:WPA;S:Nha Thu;P:mat-khau-1;;', 'wpa'],
    ['WIFI:S:Nha Thu;P:mat-khau-1;T:WPA;H:true;;', 'wpa'],
    ['wifi:t:wep;s:Nha Thu;p:mat-khau-1;;', 'wep'],
    ['WIFI:T:nopass;S:Nha Thu;;', 'nopass'],
    ['WIFI:S:Nha Thu;P:mat-khau-1', null],
    ['WIFI:T:mat-khau-1;S:Nha Thu;;', null],
    ['WIFI:T:WPA2-EAP;S:Nha Thu;E:PEAP;A:x;I:thu;P:mat-khau-1;;', 'wpa2-eap'],
    ['WIFI:', null],
  ])('%s is told by its security, never by its password', (raw, security) => {
    expect(readText(raw)).toMatchObject({ kind: 'wifi', fields: { security }, notes: ['wifi-code'] });
    expect(says(raw)).not.toContain('mat-khau');
  });

  it('has the same key whatever its password: nobody can try passwords against the log', () => {
    const key = (raw: string) => readText(raw).documents;
    expect(key('WIFI:T:WPA;S:Nha Thu;P:mot;;')).toEqual(key('WIFI:T:WPA;P:ha\\;i;S:Nha Thu;;'));
    expect(key('WIFI:T:WPA;S:Nha Thu;P:mot;;')).not.toEqual(key('WIFI:T:WPA;S:Nha Mau;P:mot;;'));
  });

  it('with a semicolon in its password does not take the rest for its name', () => {
    const key = (raw: string) => readText(raw).documents;
    expect(key('WIFI:P:a\\;S:b;S:Nha Thu;;')).toEqual(key('WIFI:S:Nha Thu;;'));
  });
});
