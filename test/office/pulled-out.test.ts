import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import type { PublicKey } from '../../core/batch/manifest.ts';
import { timestampMs } from '../../core/units.ts';
import { type EnrolledKeys, readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { importPaths } from '../../office/import.ts';
import { NO_KEYS } from '../../office/opening-keys.ts';
import { rowsOf } from '../../office/store/engine.ts';
import type { Store } from '../../office/store/store.ts';
import { verifyPaths } from '../../office/verify.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { plugExfat, type Stick } from '../support/mount.ts';
import { eventsIn, openOffice, textsOf } from '../support/office-store.ts';
import { makeBatch, SAMPLE_GATE } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

const it = itNeeding('exfat');
const BATCHES = 6;
const EVENTS = 150;
/** Batches that are held with fewer events than they have. */
const HALF = `SELECT log_id, first_seq FROM batch
  WHERE events <> (SELECT count(*) FROM event WHERE event.log_id = batch.log_id AND seq BETWEEN first_seq AND last_seq)`;

/** A real stick with batches of one gate on it; the keys of gate and office lie elsewhere. */
async function stickOfBatches() {
  const folder = testFolder();
  const rows = sampleRows(BATCHES * EVENTS);
  for (let first = 0; first < rows.length; first += EVENTS)
    await makeBatch(folder, rows.slice(first, first + EVENTS), {
      chainBefore: rows[first - 1]?.chain ?? CHAIN_START,
    });
  const stick = plugExfat(join(folder, 'stick.img'), join(folder, 'usb'), 32);
  cpSync(join(folder, 'stick', 'GATELOG'), join(stick.place, 'GATELOG'), { recursive: true });
  stick.eject();
  stick.plugAgain();
  return { folder, rows, stick, key: join(folder, 'gate-key.pub.json') };
}

/** Keys of gates; the stick is pulled out when the nth batch is looked up in them. */
class PullingKeys extends Map<string, PublicKey> {
  #left: number;
  readonly #stick: Stick;
  constructor(keys: EnrolledKeys, nth: number, stick: Stick) {
    super([...keys]);
    this.#left = nth;
    this.#stick = stick;
  }
  override get(key: string): PublicKey | undefined {
    this.#left -= 1;
    if (this.#left === 0) this.#stick.tearOut();
    return super.get(key);
  }
}

/** Imports in this very process; what became of each batch. `pulling` happens before the store does this. */
async function importing(
  folder: string,
  place: string,
  enrolled: EnrolledKeys,
  when?: 'check' | 'put',
  pulling: () => void = () => undefined,
) {
  const store = await openOffice(folder);
  const became: string[] = [];
  const change: Partial<Store> = {
    check: (batches) => {
      if (when === 'check') pulling();
      return store.check(batches);
    },
    put: (batches, atMs) => {
      if (when === 'put') pulling();
      return store.put(batches, atMs);
    },
  };
  try {
    const problems = await importPaths(
      [place],
      { ...store, ...change },
      {
        enrolled,
        opening: NO_KEYS,
        unverified: false,
        thorough: false,
        scratch: join(folder, 'scratch'),
        nowMs: () => timestampMs(Date.now()),
        onBatch: (imported) => became.push(imported.became),
      },
    );
    expect(await rowsOf(store.connection, HALF)).toEqual([]);
    return { became, problems, events: (await eventsIn(store)).length };
  } finally {
    await store.close();
  }
}
const GONE = new Array<string>(BATCHES).fill('gone');

describe('a stick that is pulled out while the office reads from it', () => {
  it('is no longer needed once its batches were looked at: what was hashed is what is taken', async () => {
    for (const when of ['check', 'put'] as const) {
      const { folder, rows, stick, key } = await stickOfBatches();
      const pull = (): void => {
        stick.tearOut();
      };
      const late = await importing(folder, stick.place, readEnrolledKeys([key]), when, pull);
      expect([when, late.became, late.problems]).toEqual([when, new Array(BATCHES).fill('imported'), []]);
      expect(late.events).toBe(rows.length);
    }
  });

  it('is said to be gone, no batch is called damaged, none is taken by halves, and the next import finishes', async () => {
    const { folder, rows, stick, key } = await stickOfBatches();
    const enrolled = readEnrolledKeys([key]);
    // While files of the third batch are looked at: two were read whole, and are taken.
    const early = await importing(folder, stick.place, new PullingKeys(enrolled, 3, stick));
    expect([early.became, early.problems, early.events]).toEqual([
      ['imported', 'imported', ...GONE.slice(2)],
      [],
      2 * EVENTS,
    ]);
    stick.plugAgain();
    const whole = await importing(folder, stick.place, enrolled);
    expect([whole.became, whole.problems]).toEqual([
      ['here', 'here', ...new Array(BATCHES - 2).fill('imported')],
      [],
    ]);
    expect(whole.events).toBe(rows.length);
  });

  it('is said to be gone by verify from the batch on at which it was pulled out', async () => {
    const { stick, key } = await stickOfBatches();
    const report = await verifyPaths([stick.place], {
      enrolled: readEnrolledKeys([key]),
      nowMs: timestampMs(Date.now()),
      onBatch: () => stick.tearOut(),
    });
    expect(report.ok).toBe(false);
    expect(
      report.batches.map(({ problems }) => problems.map(({ code, file, facts }) => [code, file, facts])),
    ).toEqual([[], ...new Array(BATCHES - 1).fill([['taken-away', null, 'ENOTCONN']])]);
    // Pulled out before anything was looked for, it is named as it was typed.
    const away = await verifyPaths([stick.place], { enrolled: new Map(), nowMs: timestampMs(Date.now()) });
    expect(away.problems.map(({ code, file }) => [code, file])).toEqual([['taken-away', stick.place]]);
    const said = await gatelog(['verify', stick.place, '--lang', 'vi']);
    expect(said.out).toContain(`${stick.place}: không còn đọc được: USB đã bị rút`);
  });

  it('leaves the command with clear words and exit code 1, whenever that happens, and the same command finishes', async () => {
    const { folder, rows, stick, key } = await stickOfBatches();
    const args = ['import', stick.place, '--into', join(folder, 'office.duckdb'), '--key', key];
    const ended = gatelog(args);
    const timer = setTimeout(() => stick.tearOut(), 900);
    const { code, out, err } = await ended;
    clearTimeout(timer);
    // Before it began, while it read, or after its end.
    expect([code, err, out]).toEqual([
      expect.toSatisfy((one: unknown) => one === 0 || one === 1),
      expect.not.stringContaining('    at '),
      code === 0
        ? expect.stringMatching(/^\d+ batch(es)? imported; [\d,]+ events taken\.\n$/)
        : expect.stringMatching(/pulled out|cannot be read/),
    ]);
    stick.tearOut();
    stick.plugAgain();
    const half = await openOffice(folder);
    expect(await rowsOf(half.connection, HALF)).toEqual([]);
    await half.close();
    expect(await gatelog(args)).toMatchObject({ code: 0, err: '' });
    const store = await openOffice(folder);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
  });
});
