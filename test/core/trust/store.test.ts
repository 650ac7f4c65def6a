import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readTrustList, type TrustList } from '../../../core/trust/list.ts';
import { parseTrustFile } from '../../../core/trust/parse-list.ts';
import { createTrustStore } from '../../../core/trust/store.ts';
import { timestampMs } from '../../../core/units.ts';
import * as make from '../../support/trust-lists.ts';

const read = (content: unknown): TrustList => {
  const bytes = content instanceof Uint8Array ? content : make.jsonBytes(content);
  const list = parseTrustFile({ name: 'list', bytes });
  // As it comes back from the database.
  return readTrustList(JSON.parse(JSON.stringify(list)));
};
const iss = 'https://shc.example/one';

describe('the trust store', () => {
  test('knows nobody and says that no list is there', () => {
    const store = createTrustStore([]);
    expect([store.namesHcertSigners, store.namesShcIssuers]).toEqual([false, false]);
    expect(store.hcertSigners('AAAAAAAAAAE=')).toEqual([]);
    expect(store.shcIssuer(iss)).toBeNull();
    expect(store.cscas()).toEqual([]);
    expect(store.hcertRevoked('AAAAAAAAAAE=', ['00'])).toBe('no-list');
    expect(store.shcRevoked(iss, 'k', 'r', timestampMs(0))).toBe('no-list');
  });

  test('says of each kind of issuer whether any list names one, whatever else was imported', () => {
    const names = (...lists: readonly TrustList[]) => {
      const { namesHcertSigners, namesShcIssuers } = createTrustStore(lists);
      return [namesHcertSigners, namesShcIssuers];
    };
    const authorities = read(make.utf8(make.authority('XA').pem));
    const revoked = read(make.shcRevocations('k1', ['a'], 1));
    expect(names(authorities, revoked)).toEqual([false, false]);
    expect(names(authorities, read({ AAAAAAAAAAE: make.base64(make.signer('XA')) }))).toEqual([true, false]);
    expect(names(read({ iss, keys: [make.shcJwk()] }))).toEqual([false, true]);
  });

  test('gives every signer that shares a kid, each once, and what the list or the certificate says it may sign', () => {
    const [one, two] = [make.signer('XA'), make.testSigner('XB')];
    const store = createTrustStore([
      read({ AAAAAAAAAAE: [make.base64(one), make.base64(two)] }),
      read({ AAAAAAAAAAE: make.base64(one) }),
      read({ eu_keys: { AAAAAAAAAAI: [{ subjectPk: make.spki(one), keyUsage: ['v'] }] } }),
    ]);
    const facts = (kid: string) =>
      store
        .hcertSigners(kid)
        .map(({ country, usages, certificate }) => [country, usages, certificate?.subject ?? null])
        .sort();
    expect(facts('AAAAAAAAAAE=')).toEqual(
      [
        ['XA', null, one.certificate.subject],
        ['XB', ['test'], two.certificate.subject],
      ].sort(),
    );
    expect(facts('AAAAAAAAAAI=')).toEqual([[null, ['vaccination'], null]]);
    expect(store.hcertSigners('AAAAAAAAAAE=')[0]?.key).toBe(store.hcertSigners('AAAAAAAAAAE=')[0]?.key);
  });

  test('joins the keys of an issuer that two lists name', () => {
    const [one, two] = [make.shcJwk(), make.shcJwk()];
    const store = createTrustStore([
      read(make.vciSnapshot([{ iss, name: 'Nơi cấp một', keys: [one] }])),
      read({ iss, keys: [one, two] }),
    ]);
    expect(store.shcIssuer(iss)?.name).toBe('Nơi cấp một');
    expect(store.shcIssuer(iss)?.keys.map((key) => key.kid)).toEqual([one['kid'], two['kid']]);
    expect(store.shcIssuer(`${iss}/`)).toBeNull();
  });

  test('gives the authorities', () => {
    const root = make.authority('XC');
    const store = createTrustStore([read(make.utf8(root.pem)), read(root.der)]);
    expect(store.cscas().map(({ country, certificate }) => [country, certificate.fingerprint256])).toEqual([
      ['XC', root.certificate.fingerprint256],
    ]);
  });

  test('skips an entry that makes no key, and keeps the rest', () => {
    const good = make.signer('XA');
    const list = read({ AAAAAAAAAAE: [make.base64(good)] });
    const [entry] = list.entries;
    if (entry === undefined) throw new Error('no entry');
    const broken = { ...entry, certificate: 'AAAA' };
    expect(
      createTrustStore([{ ...list, entries: [broken, entry] }]).hcertSigners('AAAAAAAAAAE='),
    ).toHaveLength(1);
  });

  test('finds a revoked certificate by any of its hashes, and only those of its signer', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16);
    const all = Array.from({ length: 500 }, (_, index) => hash(`uci ${index}`));
    const batch = (kid: string, hashType: string, hashes: readonly Buffer[]) => ({
      kid,
      hashType,
      entries: hashes.map((one) => ({ hash: one.toString('base64') })),
    });
    const store = createTrustStore([
      read([batch('AAAAAAAAAAE=', 'UCI', all), batch('AAAAAAAAAAE=', 'SIGNATURE', [hash('s')])]),
    ]);
    for (const one of [...all, hash('s')]) {
      expect(store.hcertRevoked('AAAAAAAAAAE=', ['', one.toString('hex')])).toBe('revoked');
    }
    expect(store.hcertRevoked('AAAAAAAAAAE=', [hash('nobody').toString('hex'), 'zz'])).toBe('unlisted');
    expect(store.hcertRevoked('AAAAAAAAAAI=', [hash('s').toString('hex')])).toBe('no-list');
  });

  test('revokes a card whole, or those of it that were issued before a moment', () => {
    const store = createTrustStore([
      read({ kid: 'k', method: 'rid', ctr: 1, rids: ['whole', 'since.1600000000', 'since.1500000000'] }),
    ]);
    const asked = (rid: string, seconds: number) =>
      store.shcRevoked(iss, 'k', rid, timestampMs(seconds * 1000));
    expect(asked('whole', 1_700_000_000)).toBe('revoked');
    expect(asked('since', 1_599_999_999)).toBe('revoked');
    expect(asked('since', 1_600_000_000)).toBe('unlisted');
    expect(asked('nobody', 0)).toBe('unlisted');
    expect(store.shcRevoked(iss, 'other', 'whole', timestampMs(0))).toBe('no-list');
  });
});
