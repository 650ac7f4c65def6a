import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import type { Encryption } from '../../core/batch/encryption.ts';
import { listedFiles, plainFiles } from '../../core/batch/names.ts';
import { PROFILES } from '../../core/batch/profile.ts';
import { passphraseEnvelope, recipientsEnvelope } from '../../main/delivery/envelope.ts';
import { type OpeningKeys, readOpeningKeys } from '../../office/opening-keys.ts';
import { verifyFolder } from '../../office/verify.ts';
import { age, ageWithPassphrase, makeOfficeKey, writePassphrase } from '../support/age.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { makeBatch, planOf, resealEnvelope, sampleSigner } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** An office with a key: its public key, and what it opens batches with. */
async function office(
  folder = testFolder(),
): Promise<{ recipient: string; keys: OpeningKeys; file: string }> {
  const identity = await generateIdentity();
  const file = join(folder, 'office.txt');
  writeFileSync(file, `# made for a test\n${identity}\n`);
  return { recipient: await identityToRecipient(identity), keys: await readOpeningKeys([file], []), file };
}
async function wrongs(folder: string, keys: OpeningKeys): Promise<string[]> {
  const report = await verifyFolder(folder, new Map(), keys);
  const all = [...report.batches.flatMap((batch) => batch.problems), ...report.problems];
  expect(report.ok).toBe(all.length === 0);
  return all.map(({ code, file, seq }) => [code, file, seq].filter((part) => part !== null).join(' '));
}
const inEnvelopes = (recipient: string, profile: (typeof PROFILES)[number] = 'full') =>
  ({ plan: planOf(profile, { envelope: recipientsEnvelope([recipient]) }) }) as const;

describe('an encrypted batch', () => {
  it('is checked from outside without a key, and the report says that the inside was not', async () => {
    const { recipient } = await office();
    const folder = testFolder();
    await makeBatch(folder, sampleRows(20), inEnvelopes(recipient));
    const report = await verifyFolder(join(folder, 'stick'));
    expect(report).toMatchObject({
      ok: true,
      batches: [{ inside: 'closed', record: null, problems: [], manifest: { events: 20 } }],
    });
    expect(report.batches[0]?.notices.map(({ code }) => code)).toEqual(['key-not-enrolled', 'not-opened']);
  });

  it('is checked wholly with the office’s key, whatever its profile', async () => {
    const { recipient, keys } = await office();
    const folder = testFolder();
    for (const profile of PROFILES) await makeBatch(folder, sampleRows(20), inEnvelopes(recipient, profile));
    const report = await verifyFolder(join(folder, 'stick'), new Map(), keys);
    expect([report.ok, report.problems]).toEqual([true, []]);
    expect(report.logs[0]?.findings.map(({ code }) => code)).toEqual(['other-rendition']);
    expect(
      report.batches
        .map(({ manifest, inside, record }) => [
          manifest?.profile,
          inside,
          record?.events,
          record?.commitmentsChecked,
        ])
        .sort(),
    ).toEqual([
      ['counts', 'opened', 20, 0],
      ['full', 'opened', 20, 20],
      ['masked', 'opened', 20, 0],
      ['pseudonymous', 'opened', 20, 0],
    ]);
  });

  it('is checked wholly with its passphrase', async () => {
    const folder = testFolder();
    const envelope = passphraseEnvelope('con meo treo len cay cau', 'spool', 6);
    await makeBatch(folder, sampleRows(20), { plan: planOf('full', { envelope }) });
    const file = (passphrase: string) => writePassphrase(join(folder, 'passphrase.txt'), passphrase);
    const right = await readOpeningKeys([], [file('con meo treo len cay cau')]);
    expect(await wrongs(join(folder, 'stick'), right)).toEqual([]);
    const wrong = await readOpeningKeys([], [file('con meo treo len cay dua')]);
    expect(await wrongs(join(folder, 'stick'), wrong)).toEqual(['wrong-key events.parquet.age']);
  });

  it('that another office can read too is said, and one that no given key opens is a problem', async () => {
    const [one, other, stranger] = [await office(), await office(), await office()];
    const folder = testFolder();
    const envelope = recipientsEnvelope([one.recipient, other.recipient]);
    await makeBatch(folder, sampleRows(5), { plan: planOf('full', { envelope }) });
    const stick = join(folder, 'stick');
    const report = await verifyFolder(stick, new Map(), one.keys);
    expect([report.ok, report.batches[0]?.notices]).toEqual([
      true,
      [
        { code: 'key-not-enrolled', facts: sampleSigner(folder).keyId },
        { code: 'other-readers', facts: other.recipient },
      ],
    ]);
    expect(await wrongs(stick, stranger.keys)).toEqual(['wrong-key events.parquet.age']);
    const both = { ...one.keys, identities: [...one.keys.identities, ...stranger.keys.identities] };
    expect(await wrongs(stick, both)).toEqual([]);
  });

  it('follows plain ones of the same log, and its neighbours are told without a key', async () => {
    const { recipient } = await office();
    const folder = testFolder();
    const rows = sampleRows(30);
    const after = (seq: number) => ({ chainBefore: rows[seq - 1]?.chain ?? new Uint8Array() });
    await makeBatch(folder, rows.slice(0, 10));
    await makeBatch(folder, rows.slice(0, 10), inEnvelopes(recipient));
    await makeBatch(folder, rows.slice(20), { ...inEnvelopes(recipient), ...after(20) });
    const report = await verifyFolder(join(folder, 'stick'));
    expect([report.ok, report.logs[0]?.findings]).toMatchObject([
      false,
      [{ code: 'gap', firstSeq: 11, lastSeq: 20 }, { code: 'other-rendition' }],
    ]);
    const others = sampleRows(30, () => ({ event: { reason: 'other' } }));
    await makeBatch(folder, others.slice(10, 20), {
      ...inEnvelopes(recipient),
      chainBefore: others[9]?.chain ?? new Uint8Array(),
    });
    const { logs } = await verifyFolder(join(folder, 'stick'));
    expect(logs[0]?.findings.map(({ code }) => code)).toEqual(['fork', 'fork', 'other-rendition']);
  });
});

describe('a flipped byte', () => {
  it('in any file of an encrypted batch is found without a key, and the file is named', async () => {
    const { recipient } = await office();
    const batch = await makeBatch(testFolder(), sampleRows(12), inEnvelopes(recipient));
    for (const file of await readdir(batch)) {
      const bytes = await readFile(join(batch, file));
      for (const place of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await writeFile(join(batch, file), changed);
        const report = await verifyFolder(batch);
        expect([report.ok, report.batches[0]?.problems.some((one) => one.file === file)], file).toEqual([
          false,
          true,
        ]);
      }
      await writeFile(join(batch, file), bytes);
    }
    expect((await verifyFolder(batch)).ok).toBe(true);
  });
});

describe('what the gate’s own key signed around its envelopes', () => {
  /** Two encrypted batches of one gate: the files of one can be put into the other and signed anew. */
  async function two(other: Parameters<typeof sampleRows>) {
    const { recipient, keys } = await office();
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(12), inEnvelopes(recipient));
    const aside = testFolder();
    copyFileSync(join(folder, 'gate-key.pem'), join(aside, 'gate-key.pem'));
    const source = await makeBatch(aside, sampleRows(...other), inEnvelopes(recipient));
    const swap = async (names: readonly string[]): Promise<string> => {
      for (const name of names) copyFileSync(join(source, name), join(batch, name));
      return resealEnvelope(batch, sampleSigner(folder));
    };
    return { keys, swap };
  }

  it('is still found wrong where another batch lies in them', async () => {
    const { keys, swap } = await two([12, () => ({ event: { reason: 'other' } })]);
    expect(await wrongs(await swap(listedFiles('full', true)), keys)).toEqual([
      'envelope-differs manifest.json.age',
    ]);
  });

  it('is still found wrong where one file in them is another than the sealed one', async () => {
    const { keys, swap } = await two([12, () => ({ personal: { name: 'Người Khác' } })]);
    expect(await wrongs(await swap(['events.csv.age']), keys)).toEqual(['inside-differs events.csv.age']);
  });

  it('is still found wrong where one envelope is none, or was closed for others', async () => {
    const { recipient, keys } = await office();
    const stranger = await office();
    const folder = testFolder();
    const envelope = recipientsEnvelope([recipient, stranger.recipient]);
    for (const [content, problem] of [
      [Buffer.from('no envelope'), 'envelope-invalid events.csv.age'],
      [Buffer.alloc(100_000, '\n'), 'envelope-invalid events.csv.age'],
      [null, 'envelope-invalid events.csv.age'],
    ] as const) {
      const batch = await makeBatch(folder, sampleRows(4), inEnvelopes(recipient));
      const aside = testFolder();
      const source = await makeBatch(aside, sampleRows(4), { plan: planOf('full', { envelope }) });
      writeFileSync(join(batch, 'events.csv.age'), content ?? readFileSync(join(source, 'events.csv.age')));
      const resealed = await resealEnvelope(batch, sampleSigner(folder));
      expect(await wrongs(resealed, keys)).toEqual([problem]);
      rmSync(resealed, { recursive: true });
    }
  });

  it('is still found wrong where a passphrase would take all memory', async () => {
    const folder = testFolder();
    const envelope = passphraseEnvelope('twelve chars', 'spool', 4);
    const batch = await makeBatch(folder, sampleRows(4), { plan: planOf('full', { envelope }) });
    const path = join(batch, 'events.csv.age');
    const text = readFileSync(path, 'latin1').replace(/^(-> scrypt \S+) 4$/m, '$1 30');
    writeFileSync(path, text, 'latin1');
    const file = writePassphrase(join(folder, 'passphrase.txt'), 'twelve chars');
    const keys = await readOpeningKeys([], [file]);
    const resealed = await resealEnvelope(batch, sampleSigner(folder));
    expect(await wrongs(resealed, keys)).toEqual(['envelope-invalid events.csv.age']);
  });
});

describe('what the age tool encrypted', () => {
  /** The plain batch with every file put into an envelope by `close`, under the gate's own signature. */
  async function closedBy(
    encryption: Encryption,
    close: (from: string, to: string) => void | Promise<void>,
  ): Promise<string> {
    const folder = testFolder();
    const plain = await makeBatch(folder, sampleRows(9), { plan: planOf('counts') });
    const batch = `${plain}.closed`;
    mkdirSync(batch);
    for (const name of plainFiles('counts')) await close(join(plain, name), join(batch, `${name}.age`));
    copyFileSync(join(plain, 'manifest.json'), join(batch, 'manifest.json'));
    rmSync(plain, { recursive: true });
    return resealEnvelope(batch, sampleSigner(folder), encryption);
  }

  itNeeding('age')('to a public key is opened with the identity file of age-keygen', async () => {
    const file = join(testFolder(), 'office.txt');
    const recipient = makeOfficeKey(file);
    const batch = await closedBy({ type: 'age-x25519', recipients: [recipient] }, (from, to) =>
      age('-r', recipient, '-o', to, from),
    );
    expect(await wrongs(batch, await readOpeningKeys([file], []))).toEqual([]);
  });

  itNeeding('age', 'pty')(
    'to a passphrase is opened with the passphrase',
    async () => {
      const passphrase = 'con meo treo len cay cau';
      const batch = await closedBy({ type: 'age-scrypt', work_factor: 18 }, (from, to) =>
        ageWithPassphrase(passphrase, '-p', '-o', to, from),
      );
      const file = writePassphrase(join(testFolder(), 'passphrase.txt'), passphrase);
      expect(await wrongs(batch, await readOpeningKeys([], [file]))).toEqual([]);
    },
    900_000,
  );
});

describe('a key file of the office', () => {
  it('is refused with the reason where it holds something else', async () => {
    const folder = testFolder();
    const { recipient } = await office(folder);
    const said = async (text: string): Promise<string> => {
      const file = join(folder, 'key.txt');
      writeFileSync(file, text);
      return readOpeningKeys([file], []).then(
        () => 'accepted',
        (error: Error) => error.message,
      );
    };
    expect(await said(recipient)).toContain('this is a public key');
    expect(await said('age-encryption.org/v1\n-> scrypt')).toContain('is itself encrypted');
    expect(await said('# nothing\n')).toContain('holds no identity');
    expect(await said('hello\n')).toContain('no X25519 identity');
    expect(await said(`AGE-SECRET-KEY-1${'Q'.repeat(58)}\n`)).toContain('damaged identity');
    await expect(readOpeningKeys([join(folder, 'absent')], [])).rejects.toMatchObject({
      code: 'key/missing',
    });
  });
});
