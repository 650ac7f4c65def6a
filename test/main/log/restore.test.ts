import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../../core/batch/chain.ts';
import { renditionPath } from '../../../core/batch/names.ts';
import { restoredFrom } from '../../../core/batch/restored.ts';
import { deliver } from '../../../main/delivery/deliver.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { backupLog } from '../../../main/log/backup.ts';
import { logKey } from '../../../main/log/key.ts';
import type { Log } from '../../../main/log/log.ts';
import { restoreLog } from '../../../main/log/restore.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { testFolder } from '../../support/folder.ts';
import { GATE_START, openGateLog, passage } from '../../support/gate-log.ts';
import { SAMPLE_GATE, sealInput } from '../../support/sample-batch.ts';

const OLD_ID = 'a'.repeat(32);
const NEW_ID = 'b'.repeat(32);
const stamp = { atMs: GATE_START, offsetMin: 420, bootId: 'another', uptimeMs: 5, clock: 'ok' as const };

/** A gate with 12 events in a backup and 3 that came after it and are lost with the old PC. */
function lostPc() {
  const folder = testFolder();
  const [old, now] = [join(folder, 'old'), join(folder, 'new')];
  const log = openGateLog(old, OLD_ID);
  for (let n = 1; n <= 12; n += 1) log.append([passage(n)]);
  const from = { path: join(folder, 'stick', 'backup.db'), key: logKey(join(old, 'log.key'), 'none') };
  backupLog({ path: join(old, 'gate.db'), key: from.key }, from.path);
  for (let n = 13; n <= 15; n += 1) log.append([passage(n)]);
  const path = join(now, 'gate.db');
  const to = { path, key: logKey(join(now, 'log.key'), path) };
  const restore = () => restoreLog({ from, to, gateId: 'main', newLogId: () => NEW_ID, stamp });
  return { folder, old: log, from, to, now, restore };
}

/** Seals everything that no batch holds and puts it on the stick. */
async function carry(folder: string, log: Log): Promise<void> {
  const range = log.batches.nextRange(1000);
  if (range === null) throw new Error('nothing to seal');
  const { logId, gateId } = log.identity;
  const identity = { ...SAMPLE_GATE, logId, gateId };
  const input = sealInput(folder, [...log.rows(range.firstSeq, range.lastSeq)], { ...range, identity });
  const made = await sealRange(input);
  log.batches.record(made);
  const { rendition } = made;
  await deliver({
    spoolFolder: join(input.spoolFolder, rendition.name),
    spoolKey: null,
    targetFolder: join(folder, 'stick'),
    batchPath: [...renditionPath(identity, rendition.name)],
    files: [...rendition.files],
  });
}

describe('a restored log', () => {
  it('is a new log whose first event names the old one, its last known event and its chain', () => {
    const { old, now, restore } = lostPc();
    const first = restore();
    const log = openGateLog(now, 'c'.repeat(32));
    expect(log.identity).toMatchObject({ logId: NEW_ID, gateId: 'main' });
    expect(log.last()).toMatchObject({ ...first, seq: 1, kind: 'opened', personKey: null });
    expect(restoredFrom(first.reason)).toEqual({
      logId: OLD_ID,
      seq: 12,
      chain: Buffer.from(old.event(12)?.chain ?? []),
    });
    expect(log.append([passage(16)])[0]?.seq).toBe(2);
    expect(log.batches.nextRange(10)).toEqual({ firstSeq: 1, lastSeq: 2, chainBefore: CHAIN_START });
    log.close();
    old.close();
    expect(readdirSync(now).sort()).toEqual(['gate.db', 'log.key']);
    expect(statSync(join(now, 'gate.db')).mode & 0o777).toBe(0o600);
  });

  it('and the old one are both well at the office, each a log of its own', async () => {
    const { folder, old, now, restore } = lostPc();
    await carry(folder, old);
    restore();
    const log = openGateLog(now);
    log.append([passage(16), passage(17)]);
    await carry(folder, log);
    log.append([passage(18)]);
    await carry(folder, log);
    old.close();
    log.close();
    const report = await verifyFolder(join(folder, 'stick'));
    // The old PC went on behind the backup, and what it wrote is here too.
    expect(report).toMatchObject({
      ok: true,
      problems: [],
      logs: [
        { logId: NEW_ID, findings: [{ code: 'restored', fromLogId: OLD_ID, fromSeq: 12 }] },
        { logId: OLD_ID, findings: [{ code: 'went-on', firstSeq: 13, lastSeq: 15, nextLogId: NEW_ID }] },
      ],
    });
    const ranges = report.batches.map(({ manifest }) => [
      manifest?.log_id,
      manifest?.first_seq,
      manifest?.last_seq,
    ]);
    expect(ranges.sort()).toEqual([
      [OLD_ID, 1, 15],
      [NEW_ID, 1, 3],
      [NEW_ID, 4, 4],
    ]);
  });

  it('goes on from the log of an old PC itself, also from one without a single event', () => {
    const folder = testFolder();
    const path = join(folder, 'gate.db');
    openGateLog(folder, OLD_ID).close();
    const from = { path, key: logKey(join(folder, 'log.key'), path) };
    const to = { path: join(folder, 'new.db'), key: randomBytes(32) };
    const first = restoreLog({ from, to, gateId: 'main', newLogId: () => NEW_ID, stamp });
    expect(restoredFrom(first.reason)).toEqual({ logId: OLD_ID, seq: 0, chain: Buffer.from(CHAIN_START) });
  });

  it('is never made beside what a log that is gone wrote last', () => {
    const { old, to, now, restore } = lostPc();
    const gone = openGateLog(now, 'c'.repeat(32));
    gone.append([passage(1)]);
    const wal = readFileSync(`${to.path}-wal`);
    gone.close();
    rmSync(to.path);
    writeFileSync(`${to.path}-wal`, wal);
    expect(restore).toThrow(/log\/exists/);
    expect(readFileSync(`${to.path}-wal`)).toEqual(wal);
    rmSync(`${to.path}-wal`);
    restore();
    const log = openGateLog(now);
    expect(log.last()).toMatchObject({ seq: 1, kind: 'opened' });
    log.close();
    old.close();
  });

  it('is never made over a log, from nothing or with a wrong key, and leaves no half behind', () => {
    const { old, from, to, now, restore } = lostPc();
    const tried = (change: object) => () =>
      restoreLog({ from, to, gateId: 'main', newLogId: () => NEW_ID, stamp, ...change });
    const before = readFileSync(from.path);
    expect(tried({ from: { ...from, path: `${from.path}.none` } })).toThrow(/log\/not-found/);
    expect(tried({ from: { ...from, key: randomBytes(32) } })).toThrow(/log\/wrong-key/);
    expect(tried({ to: { ...to, key: randomBytes(5) } })).toThrow(/key\/invalid/);
    expect(readdirSync(now)).toEqual(['log.key']);
    // What a crash left of an earlier try is no log and stands in nobody's way.
    mkdirSync(now, { recursive: true });
    writeFileSync(`${to.path}.restoring`, 'half');
    writeFileSync(`${to.path}.restoring-wal`, 'half');
    restore();
    expect(restore).toThrow(/log\/exists/);
    expect(readdirSync(now).sort()).toEqual(['gate.db', 'log.key']);
    expect(readFileSync(from.path).equals(before)).toBe(true);
    old.close();
  });
});
