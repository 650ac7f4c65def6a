import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventRow } from '../../core/batch/event.ts';
import { migrations } from '../../main/log/migrations/index.ts';
import { type Db, openDatabase } from '../../main/log/open.ts';
import { openGateLog } from './gate-log.ts';

/**
 * Turns the log in this folder into one of an earlier version: the tables of that version with the same events, as
 * far as it had them. `fill` writes the rest with that version's own SQL.
 */
export function turnOld(folder: string, version: number, fill: (db: Db) => void = () => undefined): void {
  const log = openGateLog(folder);
  const { identity } = log;
  const rows: EventRow[] = [...log.rows(1, log.last()?.seq ?? 0)];
  log.close();
  const key = Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
  const db = openDatabase({ path: join(folder, 'gate.db'), key });
  try {
    db.pragma('foreign_keys = OFF');
    const tables = db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all();
    for (const name of tables) db.exec(`DROP TABLE IF EXISTS "${name}"`);
    for (const migration of migrations) if (migration.version <= version) db.exec(migration.sql);
    db.pragma(`user_version = ${version}`);
    db.prepare('INSERT INTO log (one, log_id, gate_id, created_at_ms) VALUES (1, ?, ?, ?)').run(
      identity.logId,
      identity.gateId,
      identity.createdAtMs,
    );
    const event = db.prepare(`
      INSERT INTO event (seq, at_ms, offset_min, boot_id, uptime_ms, clock, gate_id, lane, kind, reason,
        credential_kind, checks, source, voids_seq, answers_seq, person_key, commitment, chain)
      VALUES (@seq, @atMs, @offsetMin, @bootId, @uptimeMs, @clock, @gateId, @lane, @kind, @reason,
        @credentialKind, @checks, @source, @voidsSeq, @answersSeq, @personKey, @commitment, @chain)`);
    const personal = db.prepare('INSERT INTO event_personal (seq, salt, payload) VALUES (?, ?, ?)');
    for (const row of rows) {
      event.run(row);
      if (row.salt !== null) personal.run(row.seq, row.salt, row.payload);
    }
    fill(db);
    db.pragma('foreign_keys = ON');
  } finally {
    db.close();
  }
}
