import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../core/batch/manifest.ts';
import { plainFiles, renditionFiles } from '../../../core/batch/names.ts';
import { PROFILES } from '../../../core/batch/profile.ts';
import { passphraseEnvelope, recipientsEnvelope } from '../../../main/delivery/envelope.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { age, ageWithPassphrase, makeOfficeKey } from '../../support/age.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { makeBatch, planOf, sampleSigner, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

/** Everything that the sample people would not like a finder to read. */
const SECRETS = ['001099000', '0900000000', 'Thôn 1', 'Nguyễn', 'Bảo vệ A', '1999-02-03'];
const rows = sampleRows(60);

/** Seals the same rows with the same key into a folder of its own. */
async function seal(keyFolder: string, plan: Parameters<typeof planOf>) {
  const folder = testFolder();
  cpSync(join(keyFolder, 'gate-key.pem'), join(folder, 'gate-key.pem'));
  const { rendition } = await sealRange(sealInput(folder, rows, { plan: planOf(...plan) }));
  return { rendition, folder: join(folder, 'spool', rendition.name) };
}
const bytesIn = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));

describe('a rendition in envelopes', () => {
  it('shows no name and no number in any of its files, and its manifest names nobody', async () => {
    const recipients = [await identityToRecipient(await generateIdentity())];
    for (const profile of PROFILES) {
      const folder = testFolder();
      const batch = await makeBatch(folder, rows, {
        plan: planOf(profile, { envelope: recipientsEnvelope(recipients) }),
      });
      const files = bytesIn(batch);
      expect([...files.keys()].sort()).toEqual([...renditionFiles(profile, true)].sort());
      const found = [...files].flatMap(([name, bytes]) =>
        SECRETS.filter((secret) => bytes.includes(secret)).map((secret) => `${name} ${secret}`),
      );
      expect(found).toEqual([]);
      // The spool of it lies there as the target gets it: encrypted to the office, not to this PC's own key.
      const spool = bytesIn(join(folder, 'spool', batch.split('/').at(-1) ?? ''));
      expect(spool).toEqual(files);
      const manifest = parseManifest(files.get('manifest.json') ?? Buffer.alloc(0));
      expect(manifest).toMatchObject({ profile, encryption: { type: 'age-x25519', recipients } });
    }
  });

  it('is other bytes each time and holds the same ones, which are those of the plain rendition', async () => {
    const keys = testFolder();
    sampleSigner(keys);
    const envelope = recipientsEnvelope([await identityToRecipient(await generateIdentity())]);
    const plain = await seal(keys, ['full']);
    const [one, other] = [await seal(keys, ['full', { envelope }]), await seal(keys, ['full', { envelope }])];
    expect(one.rendition.plainFiles).toEqual(plain.rendition.files);
    expect(other.rendition.plainFiles).toEqual(plain.rendition.files);
    expect(one.rendition.name).not.toBe(other.rendition.name);
    const changed = (name: string) =>
      !bytesIn(one.folder)
        .get(name)
        ?.equals(readFileSync(join(other.folder, name)));
    expect(renditionFiles('full', true).filter((name) => !changed(name))).toEqual([]);
  });

  it('is checked by sha256sum as it lies there', async () => {
    const envelope = recipientsEnvelope([await identityToRecipient(await generateIdentity())]);
    const batch = await makeBatch(testFolder(), rows, { plan: planOf('full', { envelope }) });
    const ended = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: batch, encoding: 'utf8' });
    expect([ended.status, ended.stdout.trim().split('\n').length]).toEqual([0, 9]);
  });
});

describe('the age tool', () => {
  itNeeding('age')(
    'of each office opens every file, and what comes out is the plain batch',
    async () => {
      const keys = testFolder();
      sampleSigner(keys);
      const offices = ['one', 'two'].map((name) => {
        const identity = join(keys, `${name}.txt`);
        return { identity, recipient: makeOfficeKey(identity) };
      });
      const envelope = recipientsEnvelope(offices.map(({ recipient }) => recipient));
      const plain = await seal(keys, ['full']);
      const sealed = await seal(keys, ['full', { envelope }]);
      for (const { identity } of offices) {
        // The folder bears the batch's own name, as the plain record does.
        const opened = join(testFolder(), plain.rendition.name);
        mkdirSync(opened);
        for (const name of plainFiles('full'))
          age('-d', '-i', identity, '-o', join(opened, name), join(sealed.folder, `${name}.age`));
        expect(bytesIn(opened)).toEqual(bytesIn(plain.folder));
        expect((await verifyFolder(opened)).ok).toBe(true);
      }
    },
    120_000,
  );

  itNeeding('age', 'pty')(
    'opens every file by the passphrase, with the work factor that it takes itself',
    async () => {
      const keys = testFolder();
      sampleSigner(keys);
      const passphrase = 'con meo treo len cay cau';
      const plain = await seal(keys, ['counts']);
      const sealed = await seal(keys, ['counts', { envelope: passphraseEnvelope(passphrase, 'spool') }]);
      const opened = join(testFolder(), plain.rendition.name);
      mkdirSync(opened);
      for (const name of plainFiles('counts'))
        await ageWithPassphrase(
          passphrase,
          '-d',
          '-o',
          join(opened, name),
          join(sealed.folder, `${name}.age`),
        );
      expect(bytesIn(opened)).toEqual(bytesIn(plain.folder));
    },
    900_000,
  );
});

describe('closing an envelope with a passphrase', () => {
  it('lets other work through while scrypt works', async () => {
    const folder = testFolder();
    const plan = planOf('counts', { envelope: passphraseEnvelope('twelve chars', 'spool', 15) });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    try {
      await sealRange(sealInput(folder, sampleRows(3), { plan }));
    } finally {
      clearInterval(timer);
    }
    expect(turns).toBeGreaterThan(20);
  });
});
