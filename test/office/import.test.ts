import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import type { EventRow } from '../../core/batch/event.ts';
import { PROFILES } from '../../core/batch/profile.ts';
import { timestampMs } from '../../core/units.ts';
import { passphraseEnvelope, recipientsEnvelope } from '../../main/delivery/envelope.ts';
import type { SealInput } from '../../main/delivery/seal.ts';
import { readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { type ImportOptions, importPaths, isStoreError } from '../../office/import.ts';
import { NO_KEYS, readOpeningKeys } from '../../office/opening-keys.ts';
import type { DuckDbStore } from '../../office/store/duckdb.ts';
import { rowsOf } from '../../office/store/engine.ts';
import { storeErrorWords } from '../../office/store/store-error.ts';
import type { Imported } from '../../office/take-batches.ts';
import { verifyFolder } from '../../office/verify.ts';
import { writePassphrase } from '../support/age.ts';
import { testFolder } from '../support/folder.ts';
import { eventsIn, openOffice, textsOf } from '../support/office-store.ts';
import {
  makeBatch,
  planOf,
  reseal,
  SAMPLE_AUDIT,
  SAMPLE_GATE,
  sampleSigner,
} from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

const NOW = timestampMs(Date.UTC(2026, 10, 29));

/** Seals `first` to `last` of these rows onto the folder's stick. */
const part = (
  folder: string,
  rows: readonly EventRow[],
  [first, last]: readonly [number, number],
  change: Partial<SealInput> = {},
): Promise<string> =>
  makeBatch(folder, rows.slice(first - 1, last), {
    chainBefore: rows[first - 2]?.chain ?? CHAIN_START,
    ...change,
  });

/** Imports the folder's stick with its gate's key; gives what became of each batch, as a word and why. */
async function importStick(
  folder: string,
  store: DuckDbStore,
  change: Partial<ImportOptions> = {},
  paths = [join(folder, 'stick')],
): Promise<string[]> {
  const became: string[] = [];
  const word = (imported: Imported): string => {
    if (imported.became !== 'refused') return imported.became;
    const { why } = imported;
    if (!('problems' in why)) return `refused ${why.code}`;
    const codes = why.problems.map((one) => (typeof one === 'string' ? one : one.code));
    return `refused ${codes.join(' ')}`;
  };
  const problems = await importPaths(paths, store, {
    enrolled: readEnrolledKeys([join(folder, 'gate-key.pub.json')]),
    opening: { identities: [], passphrases: [] },
    unverified: false,
    thorough: false,
    scratch: join(folder, 'scratch'),
    nowMs: () => NOW,
    onBatch: (imported) => became.push(word(imported)),
    ...change,
  });
  expect(problems).toEqual([]);
  return became;
}

describe('importing', () => {
  it('gives every event once, as the gate wrote it, however often and from how many sticks it comes', async () => {
    const folder = testFolder();
    const rows = sampleRows(60, (seq) => ({ forgotten: seq % 7 === 0 }));
    const first = await part(folder, rows, [1, 20]);
    await part(folder, rows, [21, 50]);
    const store = await openOffice(folder);
    expect(await importStick(folder, store)).toEqual(['imported', 'imported']);
    const held = await store.held();
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows.slice(0, 50)));
    const again = await importStick(folder, store);
    expect([again, await store.held()]).toEqual([['here', 'here'], held]);
    await cp(first, join(folder, 'copies', 'one'), { recursive: true });
    await part(folder, rows, [51, 60]);
    expect(
      (await importStick(folder, store, {}, [join(folder, 'stick'), join(folder, 'copies')])).sort(),
    ).toEqual(['here', 'here', 'here', 'imported']);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
    const audit = await rowsOf(store.connection, 'SELECT first_seq, line, act FROM audit ORDER BY ALL');
    expect(audit.map(([seq, line, act]) => [Number(seq), line, JSON.parse(String(act))])).toEqual(
      [1, 21, 51].flatMap((seq) => SAMPLE_AUDIT.map((act, index) => [seq, index + 1, act])),
    );
    expect(held.map(({ verified, marks, importedAtMs }) => [verified, marks, importedAtMs])).toEqual([
      [true, [], NOW],
      [true, [], NOW],
    ]);
  });

  it('takes every profile, and keeps of each batch the rendition that tells most', async () => {
    for (const profile of PROFILES) {
      const folder = testFolder();
      const rows = sampleRows(20);
      await part(folder, rows, [1, 20], { plan: planOf(profile) });
      const store = await openOffice(folder);
      expect(await importStick(folder, store)).toEqual(['imported']);
      const [[events], [hours]] = [
        await rowsOf(store.connection, 'SELECT count(*), count(salt), count(address) FROM event'),
        await rowsOf(
          store.connection,
          'SELECT count(*) > 0, coalesce(sum(events), 0)::INTEGER FROM count_of_hour',
        ),
      ];
      const addresses = rows.filter(({ personKey }) => personKey !== null).length;
      expect([profile, events?.map(Number), hours]).toEqual([
        profile,
        profile === 'counts' ? [0, 0, 0] : profile === 'full' ? [20, 20, addresses] : [20, 0, 0],
        profile === 'counts' ? [true, 20] : [false, 0],
      ]);
      await part(folder, rows, [1, 20]);
      const better = await importStick(folder, store);
      expect(better.filter((one) => one === 'replaced').length).toBe(profile === 'full' ? 0 : 1);
      expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
      expect(await rowsOf(store.connection, 'SELECT * FROM count_of_hour')).toEqual([]);
      expect((await store.held()).map(({ manifest }) => manifest.profile)).toEqual(['full']);
    }
  });

  it('keeps the one that tells most also where all come at once', async () => {
    const folder = testFolder();
    const rows = sampleRows(20);
    for (const profile of PROFILES) await part(folder, rows, [1, 20], { plan: planOf(profile) });
    const store = await openOffice(folder);
    expect((await importStick(folder, store)).filter((one) => one === 'imported')).toEqual(['imported']);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
  });

  it('opens what was encrypted to the office’s key or a passphrase, and leaves nothing of it beside', async () => {
    const folder = testFolder();
    const rows = sampleRows(30);
    const identity = await generateIdentity();
    const toKey = recipientsEnvelope([await identityToRecipient(identity)]);
    await part(folder, rows, [1, 20], { plan: planOf('full', { envelope: toKey }) });
    const word = 'con meo treo len cay cau';
    await part(folder, rows, [21, 30], {
      plan: planOf('full', { envelope: passphraseEnvelope(word, 'spool', 6) }),
    });
    const store = await openOffice(folder);
    expect(await importStick(folder, store)).toEqual(['refused not-opened', 'refused not-opened']);
    await writeFile(join(folder, 'office.txt'), `${identity}\n`);
    const opening = await readOpeningKeys(
      [join(folder, 'office.txt')],
      [writePassphrase(join(folder, 'word.txt'), word)],
    );
    expect(await importStick(folder, store, { opening })).toEqual(['imported', 'imported']);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
    await expect(readFile(join(folder, 'scratch'))).rejects.toThrow('ENOENT');
  });
});

describe('a batch that lies in a folder whose name could mean something to a database', () => {
  it('is taken as the gate wrote it', async () => {
    const folder = testFolder();
    const rows = sampleRows(10);
    await part(folder, rows, [1, 10]);
    const place = join(folder, 'lane=9', 'site=other', 'month=2026-11');
    await mkdir(place, { recursive: true });
    await rename(join(folder, 'stick'), join(place, 'stick'));
    const store = await openOffice(folder);
    expect(await importStick(folder, store, {}, [join(place, 'stick')])).toEqual(['imported']);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
    expect(await rowsOf(store.connection, 'SELECT DISTINCT site, gate FROM event')).toEqual([
      [SAMPLE_GATE.site, SAMPLE_GATE.gate],
    ]);
  });
});

describe('a batch that lies beside the folder for records out of envelopes', () => {
  it('stays there whole, whatever it is called', async () => {
    const folder = testFolder();
    await part(folder, sampleRows(10), [1, 10]);
    await rename(join(folder, 'stick'), join(folder, 'scratch-stick'));
    const store = await openOffice(folder);
    const paths = [join(folder, 'scratch-stick')];
    expect(await importStick(folder, store, {}, paths)).toEqual(['imported']);
    expect((await verifyFolder(paths[0] ?? '')).batches.map(({ problems }) => problems)).toEqual([[]]);
  });
});

describe('the folder for records on their way', () => {
  it('is named where it cannot be made or cleared, as where another account’s import left one', async () => {
    const folder = testFolder();
    await part(folder, sampleRows(10), [1, 10]);
    const scratch = join(folder, 'absent', 'scratch');
    const error = await importPaths([join(folder, 'stick')], await openOffice(folder), {
      enrolled: new Map(),
      opening: NO_KEYS,
      unverified: true,
      thorough: false,
      scratch,
      nowMs: () => timestampMs(0),
      onBatch: () => undefined,
    }).catch((thrown: unknown) => thrown);
    if (!isStoreError(error)) throw error;
    expect([error.code, storeErrorWords(error, 'en', 'office.duckdb')]).toEqual([
      'store/failed',
      `${scratch}: this folder, which an import needs for a moment, cannot be made or cleared; an import of another account may have left it: have that account or an administrator delete it, then run this again`,
    ]);
  });
});

describe('a batch that nobody vouches for', () => {
  it('is refused, and marked where it is taken all the same, until its gate is known', async () => {
    const folder = testFolder();
    const rows = sampleRows(10);
    await part(folder, rows, [1, 10]);
    const store = await openOffice(folder);
    const enrolled = new Map();
    expect(await importStick(folder, store, { enrolled })).toEqual(['refused not-vouched']);
    expect(await store.held()).toEqual([]);
    expect(await importStick(folder, store, { enrolled, unverified: true })).toEqual(['imported']);
    expect(await store.held()).toMatchObject([{ verified: false, marks: ['key-not-enrolled'] }]);
    expect(await importStick(folder, store, { enrolled, unverified: true })).toEqual(['here']);
    expect(await importStick(folder, store)).toEqual(['replaced']);
    expect(await store.held()).toMatchObject([{ verified: true, marks: [] }]);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
  });

  it('is refused where it is damaged, and taken with what is wrong where only its copies are', async () => {
    const folder = testFolder();
    const batch = await part(folder, sampleRows(10), [1, 10]);
    const store = await openOffice(folder);
    const csv = await readFile(join(batch, 'events.csv'));
    await writeFile(join(batch, 'events.csv'), Buffer.concat([csv, Buffer.from('\r\n')]));
    expect(await importStick(folder, store)).toEqual(['refused size-differs']);
    expect(await importStick(folder, store, { unverified: true })).toEqual(['imported']);
    expect(await store.held()).toMatchObject([{ verified: false, marks: ['size-differs'] }]);
  });

  it('is refused whatever is said where its record is not the sealed one', async () => {
    const folder = testFolder();
    const batch = await part(folder, sampleRows(10), [1, 10]);
    const parquet = await readFile(join(batch, 'events.parquet'));
    parquet[100] = (parquet[100] ?? 0) ^ 1;
    await writeFile(join(batch, 'events.parquet'), parquet);
    const store = await openOffice(folder);
    expect(await importStick(folder, store, { unverified: true })).toEqual(['refused hash-differs']);
    expect(await eventsIn(store)).toEqual([]);
  });
});

describe('a batch that its own gate signed', () => {
  it('is refused where its record is not what its manifest says', async () => {
    const folder = testFolder();
    const batch = await part(folder, sampleRows(10), [1, 10]);
    const signer = sampleSigner(folder);
    const store = await openOffice(folder);
    const counts = { in: 10 };
    await reseal(batch, signer, (manifest) => ({ ...manifest, counts }));
    expect(await importStick(folder, store)).toEqual(['refused counts-differ']);
    await reseal(batch, signer, (manifest) => ({ ...manifest, chain_after: 'b'.repeat(64) }));
    expect(await importStick(folder, store)).toEqual(['refused chain-end-differs counts-differ']);
    expect([await store.held(), await eventsIn(store)]).toEqual([[], []]);
  });

  it('does not stand in for another rendition where its record is not what its manifest says', async () => {
    const folder = testFolder();
    const rows = sampleRows(20);
    for (const profile of ['counts', 'masked'] as const)
      await part(folder, rows, [1, 20], { plan: planOf(profile) });
    const full = await part(folder, rows, [1, 20]);
    await reseal(full, sampleSigner(folder), (manifest) => ({ ...manifest, counts: { in: 20 } }));
    const store = await openOffice(folder);
    expect((await importStick(folder, store)).sort()).toEqual(['here', 'imported', 'refused counts-differ']);
    expect((await store.held()).map(({ manifest }) => manifest.profile)).toEqual(['masked']);
    expect((await eventsIn(store)).length).toBe(20);
  });

  it('keeps out no other batch where it is refused itself', async () => {
    const folder = testFolder();
    const rows = sampleRows(30);
    const wrong = await part(folder, rows, [1, 20]);
    const chain = 'b'.repeat(64);
    await reseal(wrong, sampleSigner(folder), (manifest) => ({ ...manifest, chain_after: chain }));
    await part(folder, rows, [11, 20]);
    await part(folder, rows, [21, 30]);
    const store = await openOffice(folder);
    expect((await importStick(folder, store)).sort()).toEqual([
      'imported',
      'imported',
      'refused chain-end-differs',
    ]);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows.slice(10)));
  });

  it('is not said to be here while what the office has of it is still on its way and then refused', async () => {
    const folder = testFolder();
    const rows = sampleRows(21);
    const wrong = await part(folder, rows, [1, 1]);
    await reseal(wrong, sampleSigner(folder), (manifest) => ({ ...manifest, counts: { note: 1 } }));
    for (let seq = 2; seq <= 20; seq += 1) await part(folder, rows, [seq, seq]);
    await rename(join(folder, 'stick'), join(folder, 'first'));
    await part(folder, rows, [1, 1], { plan: planOf('masked') });
    const store = await openOffice(folder);
    const both = [join(folder, 'first'), join(folder, 'stick')];
    const became = await importStick(folder, store, {}, both);
    expect([became[0], became.at(-1), (await eventsIn(store)).length]).toEqual([
      'refused counts-differ',
      'imported',
      20,
    ]);
  });

  it('is found out by a thorough look where the chain breaks inside of it', async () => {
    const folder = testFolder();
    const rows = sampleRows(10).map((row) => (row.seq === 5 ? { ...row, lane: '2' } : row));
    await part(folder, rows, [1, 10]);
    const store = await openOffice(folder);
    expect(await importStick(folder, store, { thorough: true })).toEqual(['refused chain-broken']);
    expect(await importStick(folder, store)).toEqual(['imported']);
  });

  it('is refused where it contradicts what the office holds, and nothing is taken twice', async () => {
    const folder = testFolder();
    const rows = sampleRows(30);
    await part(folder, rows, [1, 20]);
    const store = await openOffice(folder);
    await importStick(folder, store);
    const others = sampleRows(30, () => ({ event: { reason: 'other' } }));
    await rm(join(folder, 'stick'), { recursive: true });
    await part(folder, others, [1, 20]);
    await part(folder, rows, [11, 25]);
    await part(folder, others, [21, 30]);
    expect((await importStick(folder, store)).sort()).toEqual([
      'refused fork',
      'refused fork',
      'refused overlap',
    ]);
    // Told to, it takes the one that only contradicts; two histories of one range it never holds.
    expect((await importStick(folder, store, { unverified: true })).sort()).toEqual([
      'imported',
      'refused fork',
      'refused overlap',
    ]);
    const held = await store.held();
    expect(held.map(({ marks }) => marks)).toEqual([[], ['fork']]);
    expect((await importStick(folder, store, { unverified: true })).sort()).toEqual([
      'here',
      'refused fork',
      'refused overlap',
    ]);
    expect(await store.held()).toEqual(held);
    await part(folder, rows, [26, 30], { identity: { ...SAMPLE_GATE, gate: 'cong-2' } });
    expect(await importStick(folder, store)).toContain('refused two-gates');
  });
});

describe('the store', () => {
  it('is refused where it is another program’s or a later Gatelog’s, and keeps out a second program', async () => {
    const folder = testFolder();
    await writeFile(
      join(folder, 'office.duckdb'),
      'no database, but a text of some length that DuckDB reads',
    );
    await expect(openOffice(folder)).rejects.toMatchObject({ code: 'store/unknown' });
    await rm(join(folder, 'office.duckdb'));
    const store = await openOffice(folder);
    await store.connection.run('UPDATE gatelog SET tables_version = 99');
    await store.close();
    await expect(openOffice(folder)).rejects.toMatchObject({ code: 'store/unknown' });
  });
});
