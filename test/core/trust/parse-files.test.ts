import { describe, expect, test } from 'vitest';
import { GatelogError, isGatelogError } from '../../../core/errors.ts';
import { listIdOf } from '../../../core/trust/list.ts';
import { isTrustFileName, parseTrustFiles } from '../../../core/trust/parse-files.ts';
import { listNameOf } from '../../../core/trust/parse-text.ts';
import { testKey } from '../../support/certificates.ts';
import * as make from '../../support/trust-lists.ts';

const iss = 'https://shc.example/one';
const file = (name: string, content: unknown) => ({
  name,
  bytes: content instanceof Uint8Array ? content : make.jsonBytes(content),
});
const ids = (reading: ReturnType<typeof parseTrustFiles>) => reading.lists.map(listIdOf).sort();

describe('a folder of trust lists', () => {
  test('gives each list, all certificates as one, and names what could not be read', () => {
    const [one, two, root] = [make.signer('XA'), make.signer('XB'), make.authority('XA')];
    const reading = parseTrustFiles('/media/usb/TIN CAY 2026-05', [
      file('vci_snapshot.json', make.vciSnapshot([{ iss, name: 'One', keys: [make.shcJwk()] }])),
      file('pem/a.pem', make.utf8(one.pem + two.pem)),
      file('pem/root.cer', root.der),
      file('half.json', make.utf8('{"certificates":[')),
      file('master.ml', Buffer.from('30820100060b060960060667810801010230', 'hex')),
    ]);
    expect(ids(reading)).toEqual([
      'certificates:TIN CAY',
      'vci-snapshot:https://directory.example/vci-issuers.json',
    ]);
    expect(reading.lists.find((list) => list.kind === 'certificates')?.entries).toHaveLength(3);
    expect(reading.refused).toEqual([
      { name: 'half.json', code: 'trust/invalid', why: null },
      { name: 'master.ml', code: 'trust/invalid', why: 'not-a-list' },
    ]);
  });

  test('checks a list with the public key that lies beside it', () => {
    const key = testKey();
    const body = JSON.stringify({ certificates: [make.gatewayEntry(make.signer('XA'))] });
    const list = file('dsc.txt', make.signedLines(body, key.privateKey));
    const signature = (other: ReturnType<typeof file>) =>
      parseTrustFiles('usb', [list, other]).lists.map((one) => one.signature.why);
    expect(signature(file('key.pem', make.utf8(make.publicPem(key))))).toEqual(['by-given-key']);
    expect(signature(file('key.pem', make.utf8(make.publicPem(testKey()))))).toEqual(['wrong']);
  });

  test('keeps the newer of two issues of a list, and says so of the older', () => {
    const [old, fresh] = ['2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z'];
    const at = (timestamp: string) => ({
      certificates: [make.gatewayEntry(make.signer('XA'), { timestamp })],
    });
    const reading = parseTrustFiles('usb', [
      file('DSC_20260601.json', at(old)),
      file('DSC_20260401.json', at(fresh)),
    ]);
    expect(reading.lists.map((list) => list.listedAtMs)).toEqual([Date.parse(fresh)]);
    expect(reading.refused).toEqual([
      { name: 'DSC_20260601.json', code: 'trust/invalid', why: 'older-issue' },
    ]);
  });

  test('makes one list of all revocation files of a kind', () => {
    const crl = (kid: string, ctr: number, rids: readonly string[]) => ({ kid, method: 'rid', ctr, rids });
    const reading = parseTrustFiles('thu hồi', [
      file('k1.json', crl('k1', 1, ['a'])),
      file('k2.json', crl('k2', 1, ['b', '!'])),
    ]);
    expect(reading.lists.map((list) => [listIdOf(list), list.entries.length, list.skipped])).toEqual([
      ['shc-revocations:thu hồi', 2, { 'bad-shape': 1 }],
    ]);
  });

  test('gives no revocations at all where all files together have more than one list may', () => {
    const kid = (at: number): string => Buffer.from(String(at).padStart(8, '0')).toString('base64');
    const batches = (from: number) =>
      Array.from({ length: 11_000 }, (_, at) => ({
        kid: kid(from + at),
        hashType: 'UCI',
        entries: [Buffer.alloc(16, at).toString('base64')],
      }));
    const reading = parseTrustFiles('thu hồi', [
      file('a.json', batches(0)),
      file('b.json', batches(11_000)),
      file('signers.json', { certificates: [make.gatewayEntry(make.signer('XA'))] }),
    ]);
    expect(ids(reading)).toEqual(['hcert-list:signers']);
    expect(reading.refused).toEqual([{ name: 'thu hồi', code: 'trust/too-large', why: null }]);
  });

  test('is refused where it holds more than may come at once', () => {
    const files = Array.from({ length: 2_001 }, (_, index) => file(`${index}.json`, {}));
    let thrown: unknown = null;
    try {
      parseTrustFiles('usb', files);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(GatelogError);
    expect(isGatelogError(thrown, 'trust/too-large')).toBe(true);
  });
});

describe('names', () => {
  test.each([
    ['DSC_2026-05-01 (2).json', 'DSC'],
    ['/media/usb/2026-05 danh-sach.tar', 'danh sach'],
    ['C:\\lists\\vci_snapshot.json', 'vci snapshot'],
    ['trust_list_v2.json', 'trust list v2'],
    ['2026.json', '2026'],
    ['/media/usb/tin cậy/', 'tin cậy'],
    ['', 'list'],
    ['a\u202Eb\u0000c.json', 'a b c'],
  ])('of a list come from %j', (path, name) => {
    expect(listNameOf(path)).toBe(name);
  });

  test.each([
    ['a.json', true],
    ['A.PEM', true],
    ['sub/a.der', true],
    ['list.p7m', true],
    ['signature.p7s', true],
    ['XA.cms', true],
    ['._a.json', false],
    ['.json', false],
    ['a.exe', false],
    ['json', true],
    ['photo.jpg', false],
  ])('of files in a folder: %s is read: %s', (name, isRead) => {
    expect(isTrustFileName(name)).toBe(isRead);
  });
});
