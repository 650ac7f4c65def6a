import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { timestampMs } from '../../core/units.ts';
import { passphraseEnvelope, recipientsEnvelope } from '../../main/delivery/envelope.ts';
import { readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { importPaths } from '../../office/import.ts';
import { soundBatch } from '../../office/import-batch.ts';
import { NO_KEYS, type OpeningKeys, readOpeningKeys } from '../../office/opening-keys.ts';
import { type DuckDbStore, openDuckDbStore } from '../../office/store/duckdb.ts';
import { rowsOf } from '../../office/store/engine.ts';
import type { Imported } from '../../office/take-batches.ts';
import { testFolder } from '../support/folder.ts';
import { eventsIn, openOffice, textsOf } from '../support/office-store.ts';
import {
  makeBatch,
  planOf,
  resealEnvelope,
  SAMPLE_AUDIT,
  SAMPLE_GATE,
  sampleSigner,
} from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

const rows = sampleRows(20);
/** The same history by its chain, and another lane: what a careful forger would write. */
const forged = rows.map((row) => (row.seq === 7 ? { ...row, lane: '9' } : row));

interface How {
  readonly opening: OpeningKeys;
  readonly thorough: boolean;
  readonly unverified: boolean;
}
const PLAIN: How = { opening: NO_KEYS, thorough: false, unverified: false };

/** Imports the stick of this folder; once its batch was looked at, these things are done to it. */
async function importWhile(
  folder: string,
  store: DuckDbStore,
  meanwhile: () => void,
  how: How = PLAIN,
): Promise<readonly Imported['became'][]> {
  const became: Imported['became'][] = [];
  await importPaths([join(folder, 'stick')], store, {
    enrolled: readEnrolledKeys([join(folder, 'gate-key.pub.json')]),
    ...how,
    scratch: join(folder, 'scratch'),
    nowMs: () => timestampMs(Date.UTC(2026, 10, 29)),
    onLook: meanwhile,
    onBatch: (imported) => became.push(imported.became),
  });
  return became;
}

describe('whoever can write to the place of a batch while it is imported', () => {
  it('changes nothing of what is taken: it is what was hashed', async () => {
    for (const [thorough, unverified] of [
      [false, false],
      [true, true],
    ] as const) {
      const [folder, forger] = [testFolder(), testFolder()];
      const batch = await makeBatch(folder, rows);
      const other = await makeBatch(forger, forged);
      const store = await openOffice(folder);
      const swap = (): void => {
        copyFileSync(join(other, 'events.parquet'), join(batch, 'events.parquet'));
        writeFileSync(join(batch, 'audit.ndjson'), '{"act":"nothing"}\n');
      };
      const became = await importWhile(folder, store, swap, { ...PLAIN, thorough, unverified });
      expect(became).toEqual(['imported']);
      expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
      const audit = await rowsOf(store.connection, 'SELECT act FROM audit ORDER BY line');
      expect(audit.map(([act]) => JSON.parse(String(act)))).toEqual(SAMPLE_AUDIT);
      expect(existsSync(join(folder, 'scratch'))).toBe(false);
    }
  });

  it('cannot make it read a record that is put in its place between hash and database, at whatever moment', async () => {
    const [folder, forger] = [testFolder(), testFolder()];
    const batch = await makeBatch(folder, rows);
    const other = await makeBatch(forger, forged);
    const [record, good] = [join(batch, 'events.parquet'), join(folder, 'good.parquet')];
    copyFileSync(record, good);
    let nth = 0;
    let running = true;
    // Both are as long; each is there half of the time.
    const swapping = (async () => {
      while (running) {
        nth += 1;
        copyFileSync(nth % 2 === 0 ? good : join(other, 'events.parquet'), record);
        await new Promise((done) => setImmediate(done));
      }
    })();
    const expected = textsOf(SAMPLE_GATE.logId, rows);
    const seen = new Set<string>();
    for (let round = 0; round < 30; round += 1) {
      const place = join(folder, `office-${round}`);
      await mkdir(place);
      const store = await openDuckDbStore(join(place, 'office.duckdb'));
      try {
        const [became = ''] = await importWhile(folder, store, () => undefined);
        seen.add(became);
        expect(await eventsIn(store)).toEqual(became === 'imported' ? expected : []);
      } finally {
        await store.close();
      }
    }
    running = false;
    await swapping;
    expect([...seen].filter((became) => became !== 'imported' && became !== 'refused')).toEqual([]);
  });
});

describe('copies of what was hashed', () => {
  it('lie in a folder of their own, only those that are still read, and none of a batch that is refused', async () => {
    const folder = testFolder();
    const scratch = join(folder, 'scratch');
    await mkdir(scratch);
    const identity = await generateIdentity();
    const envelope = recipientsEnvelope([await identityToRecipient(identity)]);
    await writeFile(join(folder, 'office.txt'), `${identity}\n`);
    const opening = await readOpeningKeys([join(folder, 'office.txt')], []);
    const open = await makeBatch(folder, rows);
    const closed = await makeBatch(testFolder(), rows, { plan: planOf('full', { envelope }) });
    const enrolled = new Map();
    const all = { enrolled, opening, thorough: true, unverified: true };
    for (const [nth, path] of [open, closed].entries()) {
      const found = await soundBatch({ path, shown: path }, all, scratch, nth);
      expect(found).toMatchObject({ keptIn: join(scratch, String(nth)), audit: SAMPLE_AUDIT });
    }
    const refused = { ...all, unverified: false };
    await soundBatch({ path: open, shown: open }, refused, scratch, 2);
    expect(readdirSync(scratch, { recursive: true }).sort()).toEqual([
      '0',
      '0/events.parquet',
      '1',
      '1/events.parquet',
    ]);
  });

  it('are all that is opened of what a known gate encrypted, unless everything is to be looked at', async () => {
    const folder = testFolder();
    const scratch = join(folder, 'scratch');
    await mkdir(scratch);
    const envelope = passphraseEnvelope('con meo treo len cay cau', 'spool', 6);
    const batch = await makeBatch(folder, rows, { plan: planOf('full', { envelope }) });
    for (const copy of ['events.csv.age', 'events.xlsx.age'])
      await writeFile(join(batch, copy), 'signed like this, and no envelope');
    const path = await resealEnvelope(batch, sampleSigner(folder));
    const keys = {
      enrolled: readEnrolledKeys([join(folder, 'gate-key.pub.json')]),
      opening: { identities: [], passphrases: ['con meo treo len cay cau'] },
      unverified: false,
    };
    const looked = [false, true].map((thorough, nth) =>
      soundBatch({ path, shown: path }, { ...keys, thorough }, scratch, nth),
    );
    const invalid = { code: 'envelope-invalid', seq: null, facts: '' };
    expect(await Promise.all(looked)).toMatchObject([
      { marks: [], audit: SAMPLE_AUDIT },
      {
        code: 'problems',
        problems: [
          { ...invalid, file: 'events.xlsx.age' },
          { ...invalid, file: 'events.csv.age' },
        ],
      },
    ]);
  });

  it('are read as these files whatever signs of a pattern the name of the office’s folder has', async () => {
    const folder = testFolder();
    await makeBatch(folder, rows);
    for (const name of ['năm [2026]', 'a*b', '{x,y}', "H'Hen"]) {
      const place = join(folder, name);
      await mkdir(place);
      const store = await openDuckDbStore(join(place, 'office.duckdb'));
      try {
        const became: string[] = [];
        await importPaths([join(folder, 'stick')], store, {
          enrolled: readEnrolledKeys([join(folder, 'gate-key.pub.json')]),
          ...PLAIN,
          scratch: join(place, 'office.duckdb.importing'),
          nowMs: () => timestampMs(Date.UTC(2026, 10, 29)),
          onBatch: (imported) => became.push(imported.became),
        });
        expect([name, became]).toEqual([name, ['imported']]);
      } finally {
        await store.close();
      }
    }
  });
});
