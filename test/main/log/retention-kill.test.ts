import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CHAIN_START, chainOf } from '../../../core/batch/chain.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { testFolder } from '../../support/folder.ts';
import { openGateLog, passage } from '../../support/gate-log.ts';
import { rootsKept, visitsKept } from '../../support/people-log.ts';

const GATE = join(import.meta.dirname, '..', '..', 'support', 'forgetting-gate.ts');

/** Lets a log delete, and kills it a random while after it began. */
async function killOnce(folder: string): Promise<void> {
  const child = spawn(process.execPath, [GATE, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await sleep(Math.random() * 400);
  child.kill('SIGKILL');
  await ended;
}

it('is never half done where it is killed: every event and the chain stay, and the next start brings it to its end', async () => {
  const folder = testFolder();
  const first = openGateLog(folder);
  first.append(Array.from({ length: 60 }, (_, n) => passage(n)));
  first.close();
  let counted = 0;
  for (let kill = 0; kill < 8; kill += 1) {
    await killOnce(folder);
    const log = openGateLog(folder);
    const key = Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
    const db = openDatabase({ path: join(folder, 'gate.db'), key });
    const rows = [...log.rows(1, 1_000_000)];
    let chain: Uint8Array = CHAIN_START;
    for (const row of rows) {
      chain = chainOf(chain, row, row.commitment);
      expect(Buffer.from(chain)).toEqual(Buffer.from(row.chain));
    }
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, n) => n + 1));
    // Both or neither; and in order, as it was deleted.
    const whole = rows.filter(({ payload }) => payload !== null).map(({ seq }) => seq);
    expect(rows.filter(({ salt }) => salt !== null).map(({ seq }) => seq)).toEqual(whole);
    const { running, forgottenUpTo } = log.retention.record();
    expect(whole[0]).toBe(forgottenUpTo + 1);
    // Whatever was deleted is counted once, in the audit or in what is under way.
    counted = [...log.audit.lines({ firstSeq: 1, lastSeq: rows.length + 1 })]
      .filter(({ what }) => what === 'retention/deleted')
      .reduce((sum, line) => sum + Number(Reflect.get(line, 'fact_events')), running?.events ?? 0);
    expect(counted).toBe(rows.length - whole.length);
    const kept = { visits: visitsKept(db), roots: rootsKept(db) };
    log.rebuildVisits();
    expect({ visits: visitsKept(db), roots: rootsKept(db) }).toEqual(kept);
    db.close();
    log.close();
  }
  expect(counted).toBeGreaterThan(0);
});
