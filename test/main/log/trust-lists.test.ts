import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import { listIdOf, type TrustList } from '../../../core/trust/list.ts';
import { parseTrustFile } from '../../../core/trust/parse-list.ts';
import type { AuditEntry } from '../../../main/log/audit.ts';
import type { Log } from '../../../main/log/log.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { trustListHash } from '../../../main/log/trust-lists.ts';
import { testFolder } from '../../support/folder.ts';
import { GATE_START, openGateLog, passage } from '../../support/gate-log.ts';
import * as make from '../../support/trust-lists.ts';

const LINE: AuditEntry = {
  atMs: GATE_START,
  offsetMin: 420,
  clock: 'ok',
  who: 'admin',
  what: 'trust/imported',
  details: { issuers: 1 },
};
/** A list of this country with one signer. */
const signers = (country = 'XA', timestamp = '2026-05-01T00:00:00Z', by = make.signer(country)): TrustList =>
  parseTrustFile({
    name: `${country}.json`,
    bytes: make.jsonBytes({ certificates: [make.gatewayEntry(by, { country, timestamp })] }),
  });

function open(folder = testFolder()): Log {
  const log = openGateLog(folder);
  onTestFinished(() => {
    log.close();
  });
  return log;
}
const put = (log: Log, list: TrustList, importedAtMs: number): void =>
  log.trustLists.apply([{ act: 'put', list, importedAtMs }], [LINE]);
/** When each list in force and before it was imported. */
const times = (log: Log) =>
  log.trustLists
    .pairs()
    .map(({ id, inForce, before }) => [id, inForce?.importedAtMs ?? null, before?.importedAtMs ?? null]);
const codeOf = (act: () => void): string | null => {
  try {
    act();
  } catch (error) {
    return error instanceof GatelogError ? error.code : 'other';
  }
  return null;
};

describe('the trust lists of a log', () => {
  it('are kept with the one before each, and come back whole after the log was closed', () => {
    const folder = testFolder();
    const log = openGateLog(folder);
    const [first, second, other] = [signers(), signers(), signers('XB')];
    put(log, first, 1000);
    put(log, other, 2000);
    put(log, second, 3000);
    log.close();

    const again = open(folder);
    const id = listIdOf(first);
    expect(again.trustLists.inForce(id)).toEqual(second);
    expect(again.trustLists.inForce(listIdOf(other))).toEqual(other);
    const { entries: _, ...head } = second;
    expect(again.trustLists.pairs()[0]?.inForce).toEqual({
      id,
      importedAtMs: 3000,
      issuers: 1,
      sha256: trustListHash(second),
      head,
    });
    expect(times(again)).toEqual([
      [id, 3000, 1000],
      [listIdOf(other), 2000, null],
    ]);
  });

  it('bring the list before back, and that too can be undone', () => {
    const log = open();
    const [first, second] = [signers(), signers()];
    const id = listIdOf(first);
    put(log, first, 1000);
    put(log, second, 2000);
    log.trustLists.apply([{ act: 'bring-back', id }], [LINE]);
    expect([times(log), log.trustLists.inForce(id)]).toEqual([[[id, 1000, 2000]], first]);
    log.trustLists.apply([{ act: 'bring-back', id }], [LINE]);
    expect([times(log), log.trustLists.inForce(id)]).toEqual([[[id, 2000, 1000]], second]);
  });

  it('bring a removed list back, and say where there is nothing to remove or to bring back', () => {
    const log = open();
    const list = signers();
    const id = listIdOf(list);
    expect(codeOf(() => log.trustLists.apply([{ act: 'remove', id }], [LINE]))).toBe('trust/no-earlier');
    put(log, list, 1000);
    expect(codeOf(() => log.trustLists.apply([{ act: 'bring-back', id }], [LINE]))).toBe('trust/no-earlier');
    log.trustLists.apply([{ act: 'remove', id }], [LINE]);
    expect([times(log), log.trustLists.inForce(id)]).toEqual([[[id, null, 1000]], null]);
    log.trustLists.apply([{ act: 'bring-back', id }], [LINE]);
    expect(times(log)).toEqual([[id, 1000, null]]);
  });

  it('keep what is worth bringing back where the same entries are imported again with a newer date', () => {
    const log = open();
    const by = make.signer();
    const [old, fresh, same] = [
      signers(),
      signers('XA', '2026-05-01T00:00:00Z', by),
      signers('XA', '2026-06-01T00:00:00Z', by),
    ];
    put(log, old, 1000);
    put(log, fresh, 2000);
    put(log, same, 3000);
    expect(times(log)).toEqual([[listIdOf(old), 3000, 1000]]);
    expect(log.trustLists.inForce(listIdOf(old))?.listedAtMs).toBe(Date.parse('2026-06-01T00:00:00Z'));
  });

  it('change all at once with the line of the audit, or not at all', () => {
    const log = open();
    const list = signers();
    expect(
      codeOf(() =>
        log.trustLists.apply(
          [
            { act: 'put', list, importedAtMs: 1000 },
            { act: 'remove', id: 'certificates:absent' },
          ],
          [LINE],
        ),
      ),
    ).toBe('trust/no-earlier');
    expect(log.trustLists.pairs()).toEqual([]);
    const lines = () => [...log.audit.lines({ firstSeq: 1, lastSeq: 1 })].map(({ what }) => what);
    log.append([passage(1)]);
    expect(lines()).toEqual([]);
    put(log, list, 1000);
    expect([...log.audit.lines({ firstSeq: 2, lastSeq: 2 })]).toMatchObject([
      { what: 'trust/imported', fact_issuers: 1 },
    ]);
  });

  it.each([
    ['entries', `UPDATE trust_list SET entries = '[]' WHERE list_id LIKE '%XA'`, false],
    ['entries', `UPDATE trust_list SET entries = '[{' WHERE list_id LIKE '%XA'`, false],
    ['head', `UPDATE trust_list SET head = '{}' WHERE list_id LIKE '%XA'`, true],
    ['hash', `UPDATE trust_list SET sha256 = '${'0'.repeat(64)}' WHERE list_id LIKE '%XA'`, false],
  ])('answer for the others where the %s of one are damaged (%s)', (_, damage, headGone) => {
    const folder = testFolder();
    const log = openGateLog(folder);
    const [one, other] = [signers('XA'), signers('XB')];
    put(log, one, 1000);
    put(log, other, 2000);
    log.close();
    const key = Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
    const db = openDatabase({ path: join(folder, 'gate.db'), key });
    db.exec(damage);
    db.close();

    const again = open(folder);
    expect(again.trustLists.inForce(listIdOf(one))).toBeNull();
    expect(again.trustLists.inForce(listIdOf(other))).toEqual(other);
    expect(again.trustLists.pairs().map(({ inForce }) => inForce?.head === null)).toEqual([headGone, false]);
  });
});
