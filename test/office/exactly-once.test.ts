import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventRow } from '../../core/batch/event.ts';
import { cutoffMs, dueFrom, followDue } from '../../core/retention/due.ts';
import { hours, timestampMs } from '../../core/units.ts';
import { deliver } from '../../main/delivery/deliver.ts';
import { sealAndDeliver } from '../../main/delivery/index.ts';
import { sealRange } from '../../main/delivery/seal.ts';
import { createSealer } from '../../main/delivery/sealer.ts';
import { openSigningKey } from '../../main/delivery/signing-key.ts';
import type { Log } from '../../main/log/log.ts';
import { makeExpected } from '../../main/targets/expected.ts';
import { readEnrolledKeys } from '../../office/enrolled-keys.ts';
import { importPaths } from '../../office/import.ts';
import { testFolder } from '../support/folder.ts';
import { GATE_START, openGateLog, passage } from '../support/gate-log.ts';
import { eventsIn, openOffice, textsOf } from '../support/office-store.ts';
import { FULL_PLAN } from '../support/sample-batch.ts';

/** What happens to a gate, one after the other. `dies`: after so many steps of the work everything stops, as by a kill. */
type Happening =
  | { readonly does: 'append'; readonly events: number }
  | { readonly does: 'seal'; readonly dies: number | null }
  | { readonly does: 'deliver'; readonly stick: 'a' | 'b'; readonly dies: number | null }
  | { readonly does: 'forget'; readonly back: number; readonly dies: number | null };

const dies = fc.option(fc.nat(25));
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('append' as const), events: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('seal' as const), dies }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('deliver' as const),
      stick: fc.constantFrom('a' as const, 'b' as const),
      dies,
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('forget' as const), back: fc.nat(12), dies }) },
);

/** A gate whose folder can be put back to what a kill at some step would have left. */
class MortalGate {
  readonly #folder: string;
  #log: Log;
  /** Every event as it was appended, before anything was forgotten. */
  readonly written: EventRow[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    for (const name of ['data', 'a', 'b']) mkdirSync(join(folder, 'live', name), { recursive: true });
    this.#log = openGateLog(this.#place('data'));
  }

  async happen(what: Happening): Promise<void> {
    switch (what.does) {
      case 'append':
        return this.append(what.events);
      case 'seal':
        return this.#mortal(what.dies, async (step) => void (await this.#sealer(step).all(FULL_PLAN, step)));
      case 'deliver':
        return this.#mortal(what.dies, (step) => this.deliver(what.stick, step));
      case 'forget':
        return this.#mortal(what.dies, (step) => this.forget(what.back, step));
    }
  }

  append(events: number): void {
    this.#log.append(Array.from({ length: events }, (_, n) => passage(this.written.length + n)));
    this.written.push(...this.#log.rows(this.written.length + 1, this.written.length + events));
  }

  async deliver(stick: 'a' | 'b', step: () => void = () => undefined): Promise<void> {
    const sealer = this.#sealer(step);
    await sealAndDeliver(
      {
        batches: this.#log.batches,
        sealer,
        identity: this.#identity(),
        plan: FULL_PLAN,
        spoolFolder: this.#place('spool'),
        spoolKey: null,
        keptInSpool: () => Promise.resolve(new Set()),
        target: { deliver: (job) => deliver({ ...job, onProgress: step }) },
        nowMs: () => 1,
      },
      this.#place(stick),
    ).catch((error: unknown) => {
      // Nothing new is no failure.
      if (Reflect.get(Object(error), 'code') !== 'batch/empty') throw error;
    });
  }

  /** Retention itself, of all that happened before the last few events: it seals first, and then deletes in steps. */
  async forget(back: number, step: () => void): Promise<void> {
    const { retention } = this.#log;
    const nowMs = timestampMs(GATE_START + this.written.length * 1000 + hours(24 * 30) - back * 1000);
    const upToSeq = followDue(dueFrom(0), retention.page(0, 1000), {
      cutoffMs: cutoffMs(nowMs, 30),
      nowMs,
    }).upToSeq;
    const sealer = this.#sealer(step);
    const may = await makeExpected(
      {
        log: this.#log,
        targets: () => [],
        planFor: () => Promise.resolve(FULL_PLAN),
        spoolFolder: this.#place('spool'),
        spoolKey: () => Promise.resolve(null),
        sealer,
        settings: { profile: 'full' },
        seal: async () => void (await sealer.all(FULL_PLAN, step)),
      },
      retention.record().forgottenUpTo,
      upToSeq,
    );
    if (may.why !== null) throw may.why;
    retention.begin({ upToSeq: may.upToSeq, atMs: nowMs, days: 30 });
    for (let more = true; more; ) {
      step();
      more = retention.forget(2, Number.POSITIVE_INFINITY);
    }
    for (let n = 0; retention.wipe(n); n += 1) step();
    retention.finish({ atMs: nowMs, offsetMin: 420, clock: 'ok' });
    const personal = [...this.#log.rows(1, this.written.length)].filter(({ payload }) => payload !== null);
    expect(personal.map(({ seq }) => seq).filter((seq) => seq <= upToSeq)).toEqual([]);
  }

  close(): void {
    this.#log.close();
  }

  #place(name: string): string {
    return join(this.#folder, 'live', name);
  }

  #identity() {
    const { logId, gateId } = this.#log.identity;
    return { logId, gateId, site: 'benh-vien-thu', gate: 'cong-chinh', appVersion: '0.1.0' };
  }

  #sealer(step: () => void) {
    const log = this.#log;
    const signer = openSigningKey(
      join(this.#folder, 'gate-key.pem'),
      join(this.#folder, 'gate-key.pub.json'),
    );
    return createSealer({
      sealRange,
      batches: log.batches,
      rows: (first, last) => {
        step();
        return log.rows(first, last);
      },
      auditLines: (range) => log.audit.lines(range),
      identity: this.#identity(),
      signer: () => signer,
      spoolFolder: this.#place('spool'),
      spoolKey: () => Promise.resolve(null),
      maxEvents: 10,
    });
  }

  /** Works, and where it is to die: goes on from what lay on the disks at that step. */
  async #mortal(dies: number | null, work: (step: () => void) => Promise<void>): Promise<void> {
    const [live, left] = [join(this.#folder, 'live'), join(this.#folder, 'left')];
    let steps = 0;
    const step = (): void => {
      if (existsSync(left)) throw new Error('dead already');
      if (steps++ !== dies) return;
      cpSync(live, left, { recursive: true });
      throw new Error('killed');
    };
    try {
      await work(step);
    } catch (error) {
      if (!existsSync(left)) throw error;
    }
    if (!existsSync(left)) return;
    this.#log.close();
    rmSync(live, { recursive: true });
    renameSync(left, live);
    this.#log = openGateLog(this.#place('data'));
  }
}

it('gives the office every event exactly once, in order, on an unbroken chain, whatever happens to the gate', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 14 }), async (happenings) => {
      const folder = testFolder();
      const gate = new MortalGate(folder);
      for (const what of happenings) await gate.happen(what);
      gate.append(1);
      await gate.deliver('a');
      gate.close();
      const store = await openOffice(folder);
      const problems = await importPaths([join(folder, 'live', 'a'), join(folder, 'live', 'b')], store, {
        enrolled: readEnrolledKeys([join(folder, 'gate-key.pub.json')]),
        opening: { identities: [], passphrases: [] },
        unverified: false,
        thorough: true,
        scratch: join(folder, 'scratch'),
        nowMs: () => timestampMs(Date.UTC(2026, 10, 29)),
        onBatch: (imported) => expect(imported).not.toMatchObject({ became: 'refused' }),
      });
      // A copy that died half-way is named as such, and no part of it counts.
      expect(problems.filter((one) => typeof one === 'string' || one.code !== 'unfinished')).toEqual([]);
      expect(await eventsIn(store)).toEqual(textsOf('a'.repeat(32), gate.written));
      await store.close();
    }),
    { numRuns: 8 },
  );
}, 1_500_000);
