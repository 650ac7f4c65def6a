import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PROFILES } from '../../../../core/batch/profile.ts';
import { pseudonymsOf } from '../../../../core/batch/pseudonym.ts';
import { GatelogError } from '../../../../core/errors.ts';
import { durationMs } from '../../../../core/units.ts';
import { passphraseEnvelope, recipientsEnvelope } from '../../../../main/delivery/envelope.ts';
import { sealRange } from '../../../../main/delivery/seal.ts';
import { createSealing, type Sealing } from '../../../../main/delivery/sealing/process.ts';
import { itNeeding } from '../../../support/device.ts';
import { testFolder } from '../../../support/folder.ts';
import { forked } from '../../../support/forked.ts';
import { mountTmpfs } from '../../../support/mount.ts';
import { planOf, sealInput } from '../../../support/sample-batch.ts';
import { sampleRows } from '../../../support/sample-log.ts';

const WORKER = join(import.meta.dirname, '..', '..', '..', '..', 'main', 'delivery', 'sealing', 'worker.ts');
const SILENT = join(import.meta.dirname, '..', '..', '..', 'support', 'silent-worker.ts');

function open(file = WORKER, hungAfterMs = 60_000) {
  const started: ChildProcess[] = [];
  const sealing: Sealing = createSealing({
    spawn: () => forked(file, { onStart: (child) => started.push(child) }),
    hungAfterMs: durationMs(hungAfterMs),
  });
  onTestFinished(() => sealing.close());
  return { sealing, started };
}

describe('sealing in a process of its own', () => {
  it('gives what sealing here gives, in every profile, over many pages, with each part of it told', async () => {
    const rows = sampleRows(1_200);
    const { sealing } = open();
    for (const profile of PROFILES) {
      const pseudonyms = profile === 'pseudonymous' ? pseudonymsOf(Buffer.alloc(32, 7)) : null;
      const [here, there] = [testFolder(), testFolder()];
      const plan = planOf(profile, { pseudonyms });
      const told: number[] = [];
      const made = await sealing.seal({
        ...sealInput(here, rows, { plan }),
        spoolFolder: join(there, 'spool'),
        onProgress: (events) => told.push(events),
      });
      const expected = await sealRange(sealInput(here, rows, { plan }));
      expect(made).toEqual(expected);
      expect(readdirSync(join(there, 'spool', made.rendition.name))).toEqual(
        readdirSync(join(here, 'spool', made.rendition.name)),
      );
      expect(told.length).toBeGreaterThan(0);
    }
  });

  it('encrypts to an office or under a passphrase as it does here', async () => {
    const rows = sampleRows(20);
    const { sealing } = open();
    const office = await identityToRecipient(await generateIdentity());
    for (const envelope of [
      recipientsEnvelope([office]),
      passphraseEnvelope('mật khẩu của văn phòng', 'tag', 10),
    ]) {
      const folder = testFolder();
      const plain = await sealRange(sealInput(testFolder(), rows));
      const { rendition } = await sealing.seal(
        sealInput(folder, rows, { plan: planOf('full', { envelope }) }),
      );
      const { passphraseTag, encryption } = envelope;
      expect(rendition).toMatchObject({ passphraseTag, encryption });
      expect(rendition.plainFiles.filter(({ name }) => name.startsWith('events.'))).toEqual(
        plain.rendition.files.filter(({ name }) => name.startsWith('events.')),
      );
    }
  });

  it('refuses a hole in the range, nothing at all and a log that cannot be read, and leaves no batch', async () => {
    const folder = testFolder();
    const { sealing } = open();
    const rows = sampleRows(5);
    const holed = sealInput(folder, rows, { rows: () => rows.filter(({ seq }) => seq !== 3) });
    await expect(sealing.seal(holed)).rejects.toMatchObject({
      code: 'batch/invalid',
      context: { expected: 3, got: 4 },
    });
    const unread = sealInput(folder, rows, { rows: () => Promise.reject(new Error('gone')) });
    await expect(sealing.seal(unread)).rejects.toMatchObject({ code: 'internal' });
    await expect(sealing.seal(sealInput(folder, []))).rejects.toMatchObject({ code: 'batch/empty' });
    expect(readdirSync(join(folder, 'spool'))).toEqual([]);
  });

  it('fails where the process is killed in the middle, and the next one seals', async () => {
    const folder = testFolder();
    const { sealing, started } = open();
    const rows = sampleRows(1_200);
    const input = sealInput(folder, rows);
    const killed = sealing.seal({
      ...input,
      rows: (first, last) => {
        if (first > 1) started[0]?.kill('SIGKILL');
        return input.rows(first, last);
      },
    });
    await expect(killed).rejects.toMatchObject({
      code: 'spool/write-failed',
    });
    const { sealed } = await sealing.seal(input);
    expect([sealed.events, started.length]).toEqual([1_200, 2]);
    expect(readdirSync(join(folder, 'spool')).length).toBe(1);
  });

  it('leaves nothing in the spool where somebody cancels or the process dies', async () => {
    const folder = testFolder();
    const { sealing, started } = open();
    const input = sealInput(folder, sampleRows(1_200));
    const cancelled = sealing.seal({
      ...input,
      onProgress: () => {
        throw new GatelogError('delivery/cancelled', 'somebody cancelled');
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'delivery/cancelled' });
    expect(readdirSync(join(folder, 'spool'))).toEqual([]);
    const killed = sealing.seal({
      ...input,
      rows: (first, last) => {
        if (first > 1) started[1]?.kill('SIGKILL');
        return input.rows(first, last);
      },
    });
    await expect(killed).rejects.toMatchObject({ code: 'spool/write-failed' });
    expect(readdirSync(join(folder, 'spool'))).toEqual([]);
  });

  itNeeding('mount')('says that it is this PC whose disk is full', async () => {
    const place = join(testFolder(), 'small');
    mountTmpfs(place, 256);
    const { sealing } = open();
    for (const seal of [sealRange, sealing.seal]) {
      const full = seal({ ...sealInput(testFolder(), sampleRows(3_000)), spoolFolder: join(place, 'spool') });
      await expect(full).rejects.toMatchObject({ code: 'spool/no-space' });
      expect(readdirSync(join(place, 'spool'))).toEqual([]);
    }
  });

  it('gives a silent process up, and ends one that is under way when the kiosk closes', async () => {
    const folder = testFolder();
    const hung = open(SILENT, 300);
    await expect(hung.sealing.seal(sealInput(folder, sampleRows(3)))).rejects.toMatchObject({
      code: 'spool/write-failed',
    });
    const { sealing } = open();
    const input = sealInput(folder, sampleRows(1_200));
    const closed = sealing.seal({
      ...input,
      rows: (first, last) => {
        if (first > 1) sealing.close();
        return input.rows(first, last);
      },
    });
    await expect(closed).rejects.toMatchObject({ code: 'spool/write-failed' });
  });
});
