import type { EventPersonal } from '../../core/batch/event.ts';
import { decodePayload } from '../../core/batch/payload.ts';
import { type TimestampMs, timestampMs } from '../../core/units.ts';
import { KEPT } from './kept-part.ts';
import type { Db } from './open.ts';

/** What the log last heard of a key, and since when it knows it. Personal fields come back whole: mask before showing. */
export interface Face {
  /** Newest snapshot that is still there, or null. */
  readonly personal: EventPersonal | null;
  readonly credentialKind: string;
  readonly firstAtMs: TimestampMs | null;
  readonly lastAtMs: TimestampMs | null;
}

/** Looks keys up by their events. */
export interface Faces {
  face(key: string): Face;
  nameOf(key: string): string | null;
}

export function createFaces(db: Db): Faces {
  const newest = db.prepare<[string], { payload: Buffer; credentialKind: string }>(`
    SELECT p.payload, e.credential_kind AS credentialKind FROM event e JOIN event_personal p ON p.seq = e.seq
      WHERE e.person_key = ? AND ${KEPT} ORDER BY e.seq DESC LIMIT 1`);
  const ends = db.prepare<[string, string], { first: number | null; last: number | null }>(`
    SELECT
      (SELECT at_ms FROM event WHERE person_key = ? ORDER BY seq LIMIT 1) AS first,
      (SELECT at_ms FROM event WHERE person_key = ? ORDER BY seq DESC LIMIT 1) AS last`);
  const time = (atMs: number | null | undefined): TimestampMs | null =>
    atMs === null || atMs === undefined ? null : timestampMs(atMs);

  return {
    face: (key) => {
      const row = newest.get(key);
      const seen = ends.get(key, key);
      return {
        personal: row === undefined ? null : decodePayload(row.payload),
        credentialKind: row?.credentialKind ?? '',
        firstAtMs: time(seen?.first),
        lastAtMs: time(seen?.last),
      };
    },
    nameOf: (key) => {
      const row = newest.get(key);
      return row === undefined ? null : decodePayload(row.payload).name;
    },
  };
}
