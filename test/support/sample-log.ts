import { createHash } from 'node:crypto';
import { CHAIN_START, chainOf } from '../../core/batch/chain.ts';
import { commitmentOf } from '../../core/batch/commitment.ts';
import type { EventPersonal, EventPublic, EventRow } from '../../core/batch/event.ts';
import { encodePayload } from '../../core/batch/payload.ts';
import { timestampMs } from '../../core/units.ts';

/** What a test changes on one sample event. */
export interface SampleChange {
  readonly event?: Partial<EventPublic>;
  readonly personal?: Partial<EventPersonal>;
  /** Retention deleted salt and payload. */
  readonly forgotten?: boolean;
}

const NAMES = ['Nguyễn Thị Ánh', 'Trần Văn Bưởi', 'Lê Hoàng Ớt', 'H’Bia Niê', 'Phạm Thị Ổi'];
const KINDS = ['opened', 'in', 'in', 'out', 'refused', 'alive', 'repeat', 'asked'] as const;
const STARTED_MS = 1_763_942_400_000;

/**
 * A log of invented people with a correct chain, the same on every call. `change` alters an event before it
 * is committed and chained.
 */
export function sampleRows(count: number, change: (seq: number) => SampleChange = () => ({})): EventRow[] {
  const rows: EventRow[] = [];
  let previous: Uint8Array = CHAIN_START;
  for (let seq = 1; seq <= count; seq += 1) {
    const { event: eventChange, personal: personalChange, forgotten } = change(seq);
    const kind = KINDS[seq % KINDS.length] ?? 'in';
    const people = kind !== 'opened' && kind !== 'alive';
    const event: EventPublic = {
      seq,
      atMs: timestampMs(STARTED_MS + seq * 7_919),
      offsetMin: 420,
      bootId: '0f0e0d0c-0b0a-4908-8706-050403020100',
      uptimeMs: 60_000 + seq * 7_919,
      clock: seq % 97 === 0 ? 'suspect' : 'ok',
      gateId: 'gate-1',
      lane: people ? '1' : '',
      kind,
      reason: people ? 'entered' : '',
      credentialKind: people ? 'cccd' : '',
      checks: people ? 'birth-matches-number=pass;province=pass' : '',
      source: people ? 'serial:/dev/ttyACM0' : '',
      voidsSeq: null,
      answersSeq: kind === 'refused' ? seq - 1 : null,
      personKey: people
        ? digest(`person ${seq % 50}`)
            .subarray(0, 16)
            .toString('hex')
        : null,
      ...eventChange,
    };
    const personal: EventPersonal = {
      schema: 1,
      documentKind: people ? 'cccd' : null,
      document: people ? String(1_099_000_000 + (seq % 50)).padStart(12, '0') : null,
      name: people ? (NAMES[seq % NAMES.length] ?? null) : null,
      birth: people ? '1999-02-03' : null,
      sex: people ? 'Nữ' : null,
      address: people ? 'Thôn 1, xã Mẫu, tỉnh Gia Lai' : null,
      phone: people ? '0900000000' : null,
      note: null,
      guard: people ? 'Bảo vệ A' : null,
      raw: null,
      fields: people ? { issued: '2021-05-01', oldNumber: null } : {},
      ...personalChange,
    };
    const salt = digest(`salt ${seq}`);
    const payload = encodePayload(personal);
    const commitment = commitmentOf(salt, payload);
    const chain = chainOf(previous, event, commitment);
    previous = chain;
    rows.push({
      ...event,
      commitment,
      chain,
      salt: forgotten === true ? null : salt,
      payload: forgotten === true ? null : payload,
    });
  }
  return rows;
}

/** `Log.rows` over an array of sample rows. */
export function rowsOf(rows: readonly EventRow[]): (firstSeq: number, lastSeq: number) => EventRow[] {
  return (firstSeq, lastSeq) => rows.filter((row) => row.seq >= firstSeq && row.seq <= lastSeq);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
