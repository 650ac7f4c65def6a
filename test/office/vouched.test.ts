import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import type { EventRow } from '../../core/batch/event.ts';
import { timestampMs } from '../../core/units.ts';
import { readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { importPaths } from '../../office/import.ts';
import { importedLines } from '../../office/import-words.ts';
import { NO_KEYS } from '../../office/opening-keys.ts';
import type { Store } from '../../office/store/store.ts';
import { testFolder } from '../support/folder.ts';
import { eventsIn, openOffice, textsOf } from '../support/office-store.ts';
import { makeBatch, planOf, reseal, SAMPLE_GATE, sampleSigner } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

const rows = sampleRows(40);
/** Another history of the same events. */
const others = sampleRows(40, () => ({ event: { reason: 'other' } }));

const seal = (folder: string, from: readonly EventRow[], first: number, last: number): Promise<string> =>
  makeBatch(folder, from.slice(first - 1, last), { chainBefore: from[first - 2]?.chain ?? CHAIN_START });

/** Imports these sticks with the key of the gate in `folder`, and takes what nobody vouches for. */
async function importAll(folder: string, sticks: readonly string[], store: Store) {
  const became: string[] = [];
  const lines: string[] = [];
  await importPaths(sticks, store, {
    enrolled: readEnrolledKeys([join(folder, 'gate-key.pub.json')]),
    opening: NO_KEYS,
    unverified: true,
    thorough: false,
    scratch: join(folder, 'scratch'),
    nowMs: () => timestampMs(Date.UTC(2026, 10, 29)),
    onBatch: (imported) => {
      became.push(imported.became);
      lines.push(...importedLines(imported, 'en').map((line) => line.trim()));
    },
  });
  return { became, lines };
}

/** A stick whose batches somebody else signed. */
async function strangers(...ranges: readonly (readonly [number, number])[]): Promise<string> {
  const folder = testFolder();
  for (const [first, last] of ranges) await seal(folder, others, first, last);
  return join(folder, 'stick');
}

describe('a batch that its gate vouches for and that meets what nobody does', () => {
  it('takes its place also where it tells less, says so, and the same batch with its key brings the names back', async () => {
    const [folder, counts] = [testFolder(), testFolder()];
    await seal(folder, rows, 1, 40);
    await makeBatch(counts, rows, { plan: planOf('counts') });
    const full = join(folder, 'stick');
    const store = await openOffice(folder);
    const profiles = async () =>
      (await store.held()).map(({ manifest, verified }) => [manifest.profile, verified]);
    await importPaths([full], store, {
      enrolled: new Map(),
      opening: NO_KEYS,
      unverified: true,
      thorough: false,
      scratch: join(folder, 'scratch'),
      nowMs: () => timestampMs(Date.UTC(2026, 10, 29)),
      onBatch: () => undefined,
    });
    expect(await profiles()).toEqual([['full', false]]);
    const less = await importAll(counts, [join(counts, 'stick')], store);
    expect([less.became, less.lines[1], await profiles()]).toEqual([
      ['replaced'],
      '• took the place of what no known gate vouched for: that came as full, this as counts only, and what only that one told is no longer in the database; import that batch again, with the key of its gate, and it is taken as verified',
      [['counts', true]],
    ]);
    const again = await importAll(folder, [full], store);
    expect([again.became, again.lines, await profiles()]).toEqual([['replaced'], [], [['full', true]]]);
  });

  it('says so too where retention has deleted from it what the other still had', async () => {
    const [folder, old] = [testFolder(), testFolder()];
    await seal(old, rows, 1, 40);
    await seal(
      folder,
      sampleRows(40, (seq) => ({ forgotten: seq <= 3 })),
      1,
      40,
    );
    const store = await openOffice(folder);
    // As if nobody had given the key of the gate yet: it is that of another one.
    await importAll(folder, [join(old, 'stick')], store);
    const { became, lines } = await importAll(folder, [join(folder, 'stick')], store);
    expect([became, lines[1]]).toEqual([
      ['replaced'],
      '• took the place of what no known gate vouched for: that still had the personal part of 3 events which retention has deleted from this one, and it is no longer in the database; import that batch again, with the key of its gate, and it is taken as verified',
    ]);
    const again = await importAll(old, [join(old, 'stick')], store);
    expect([again.became, again.lines]).toEqual([['replaced'], []]);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
  });

  it('stays where that tells more, and nobody is told that the office has it already', async () => {
    const [folder, stranger] = [testFolder(), testFolder()];
    await makeBatch(folder, rows, { plan: planOf('counts') });
    await seal(stranger, rows, 1, 40);
    const sticks = [join(folder, 'stick'), join(stranger, 'stick')];
    for (const order of [sticks, sticks.toReversed()]) {
      const place = testFolder();
      const store = await openOffice(place);
      const { became, lines } = await importAll(folder, order, store);
      expect([became.toSorted(), lines.at(-1)]).toEqual([
        ['imported', 'refused'],
        '✗ the office holds this batch as its gate vouches for it, in a form that tells less; this one nobody vouches for, so nothing of it was taken: give the gate’s key with --key, or get an undamaged copy',
      ]);
      expect((await store.held()).map(({ manifest }) => manifest.profile)).toEqual(['counts']);
      expect((await importAll(folder, order, store)).became.toSorted()).toEqual(['here', 'refused']);
      // What tells no more is here, whoever signed it.
      await importAll(stranger, [join(stranger, 'stick')], store);
      expect((await importAll(folder, sticks, store)).became).toEqual(['here', 'here']);
      await store.close();
    }
  });

  it('takes the place of all that it meets, and says which events only they told of', async () => {
    const folder = testFolder();
    const stranger = await strangers([1, 10], [11, 25], [31, 40]);
    await seal(folder, rows, 5, 20);
    const store = await openOffice(folder);
    const first = await importAll(folder, [stranger], store);
    expect(first.became).toEqual(['imported', 'imported', 'imported']);
    const second = await importAll(folder, [join(folder, 'stick')], store);
    expect(second.became).toEqual(['replaced']);
    expect(second.lines[1]).toBe(
      '• took the place of what no known gate vouched for: seq 1 to 10, 11 to 25; of that, seq 1 to 4, 21 to 25 is no longer in the database until the gate’s own batch comes',
    );
    expect((await store.held()).map(({ manifest, verified }) => [manifest.first_seq, verified])).toEqual([
      [5, true],
      [31, false],
    ]);
    expect(await eventsIn(store)).toEqual([
      ...textsOf(SAMPLE_GATE.logId, rows.slice(4, 20)),
      ...textsOf(SAMPLE_GATE.logId, others.slice(30)),
    ]);
    const again = await importAll(folder, [stranger], store);
    expect(again.became).toEqual(['refused', 'refused', 'here']);
  });

  it('does so too where all come with one import, in whatever order, and no event is held twice', async () => {
    for (const name of ['stick-a', 'stick-z']) {
      const folder = testFolder();
      const stranger = await strangers([1, 10], [11, 25]);
      await seal(folder, rows, 1, 8);
      await seal(folder, rows, 9, 20);
      const sticks = [join(folder, name), join(folder, 'stick-m')];
      await rename(join(folder, 'stick'), join(folder, name));
      await rename(stranger, join(folder, 'stick-m'));
      const store = await openOffice(folder);
      const { became } = await importAll(folder, sticks, store);
      expect([name, became]).toEqual([
        name,
        name === 'stick-a'
          ? ['imported', 'imported', 'refused', 'refused']
          : ['imported', 'imported', 'replaced', 'replaced'],
      ]);
      expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows.slice(0, 20)));
    }
  });

  it('leaves them there where its own record turns out not to be what its manifest says', async () => {
    const folder = testFolder();
    const signer = sampleSigner(folder);
    const stranger = await strangers([1, 10], [11, 25]);
    const store = await openOffice(folder);
    await importAll(folder, [stranger], store);
    const before = await eventsIn(store);
    const wrong = await seal(folder, rows, 5, 20);
    await reseal(wrong, signer, (manifest) => ({ ...manifest, counts: { in: 16 } }));
    await seal(folder, rows, 26, 30);
    const { became } = await importAll(folder, [join(folder, 'stick')], store);
    expect(became).toEqual(['refused', 'imported']);
    expect((await eventsIn(store)).slice(0, 25)).toEqual(before);
  });
});
