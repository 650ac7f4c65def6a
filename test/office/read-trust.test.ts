import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listIdOf } from '../../core/trust/list.ts';
import { createTrustStore } from '../../core/trust/store.ts';
import { readTrust } from '../../office/read-trust.ts';
import { makeHc1 } from '../core/credential/hcert/make-hc1.ts';
import { testKey } from '../support/certificates.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import {
  authority,
  gatewayEntry,
  jsonBytes,
  kidOfDer,
  publicPem,
  shcJwk,
  signedLines,
  signer,
  vciSnapshot,
} from '../support/trust-lists.ts';

/** A folder with these files in it, its path at the front of each name. */
async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = testFolder();
  await mkdir(join(folder, 'below'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const ISS = 'https://vi-du.example.test/shc';

describe('trust lists of the command line', () => {
  it('are files, folders and the bare keys of an issuer, all in one store', async () => {
    const [pem, der, ca] = [signer('XA'), signer('XB'), authority('XC')];
    const folder = await folderWith({
      'signers.pem': pem.pem,
      'below/other.cer': der.der,
      'ca.crt': ca.pem,
      'readme.md': 'no list',
      'gateway.json': jsonBytes([gatewayEntry(pem)]),
      'keys.json': jsonBytes({ keys: [shcJwk()] }),
      'vci.json': jsonBytes(vciSnapshot([{ iss: `${ISS}/2`, name: 'Two', keys: [shcJwk()] }])),
    });
    const keys = join(folder, 'keys.json');
    const { lists, warnings } = await readTrust([folder, `${ISS}=${keys}`, join(folder, 'signers.pem')]);
    expect(lists.map(listIdOf).sort()).toHaveLength(5);
    expect(warnings).toEqual([
      [
        `${keys} does not say whose keys these are; give them as --trust ISS=FILE`,
        `${keys} không ghi khóa của nơi cấp nào; hãy đưa bằng --trust ISS=FILE`,
      ],
    ]);
    const store = createTrustStore(lists);
    expect([pem, der].map((one) => store.hcertSigners(kidOfDer(one.der)).length)).toEqual([1, 1]);
    expect([ISS, `${ISS}/2`].map((iss) => store.shcIssuer(iss)?.name)).toEqual([ISS, 'Two']);
    expect(store.cscas()).toHaveLength(1);
  });

  it('are checked by public keys that were given beside them', async () => {
    const [key, other] = [testKey(), testKey()];
    const list = signedLines(JSON.stringify({ certificates: [gatewayEntry(signer())] }), key.privateKey);
    const folder = await folderWith({
      'list.txt': list,
      'key.pem': publicPem(key),
      'other.pem': publicPem(other),
    });
    const signatures = async (...names: string[]) =>
      (await readTrust(names.map((name) => join(folder, name)))).lists.map((one) => one.signature.outcome);
    expect(await signatures('list.txt')).toEqual(['unknown']);
    expect(await signatures('list.txt', 'key.pem')).toEqual(['pass']);
    await expect(signatures('list.txt', 'other.pem')).rejects.toThrow('its own signature does not fit');
  });

  it.each([
    ['nothing.json', 'nothing.json cannot be read'],
    ['text.json', 'text.json is no trust list that Gatelog knows'],
    ['keys.json', 'keys.json does not say whose keys these are; give them as --trust ISS=FILE'],
    ['slices.json', 'slices.json holds revocations in slices, as apps fetch them; get the batches'],
    ['empty.json', 'empty.json holds nothing that can be used'],
    ['below', 'below holds no trust list'],
    ['', 'holds no trust list'],
  ])('say clearly what is wrong with %j', async (name, words) => {
    const folder = await folderWith({
      'text.json': '{"a":1}',
      'slices.json': '{"kid":"AAAAAAAAAAE=","chunks":{}}',
      'keys.json': jsonBytes({ keys: [shcJwk()] }),
      'empty.json': jsonBytes({ iss: ISS, keys: [{ kty: 'oct' }] }),
    });
    await expect(readTrust([join(folder, name)])).rejects.toThrow(words);
  });

  it('come to gatelog read, which says what it passed over, and ends with 2 at a bad one', async () => {
    const one = signer('XA');
    const folder = await folderWith({ 'list.pem': one.pem, 'broken.json': '{' });
    const input = `${makeHc1({ signer: one })}\n`;
    const good = await gatelog(['read', '--trust', folder, '--at', '2022-01-15'], { input });
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out).checks.signature.outcome).toBe('pass');
    expect(good.err).toBe(
      `passed over: ${join(folder, 'broken.json')} is no trust list that Gatelog knows\n`,
    );
    const unknown = await gatelog(['read'], { input });
    expect(JSON.parse(unknown.out).checks.signature.outcome).toBe('unknown');
    const bad = await gatelog(['read', '--trust', join(folder, 'broken.json')], { input });
    expect([bad.code, bad.out]).toEqual([2, '']);
    expect(bad.err).toBe(`${join(folder, 'broken.json')} is no trust list that Gatelog knows\n`);
    const vi = (file: string) => gatelog(['read', '--trust', file, '--lang', 'vi'], { input });
    expect((await vi(folder)).err).toBe(
      `bỏ qua: ${join(folder, 'broken.json')} không phải danh sách tin cậy mà Gatelog biết\n`,
    );
    expect((await vi(join(folder, 'broken.json'))).err).toBe(
      `${join(folder, 'broken.json')} không phải danh sách tin cậy mà Gatelog biết\n`,
    );
  });
});
