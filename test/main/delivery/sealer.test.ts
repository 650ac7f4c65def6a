import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventRow } from '../../../core/batch/event.ts';
import type { Rendition } from '../../../main/delivery/rendition.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { createSealer } from '../../../main/delivery/sealer.ts';
import { SPOOL_FOLDER } from '../../../main/delivery/spool.ts';
import { testFolder } from '../../support/folder.ts';
import { openGateLog } from '../../support/gate-log.ts';
import { FULL_PLAN, SAMPLE_GATE, sampleSigner, sealInput } from '../../support/sample-batch.ts';
import { rowsOf, sampleRows } from '../../support/sample-log.ts';

/** Signs of life, of which no text of a batch tells anything of a person. */
const alive = (forgotten: boolean): EventRow[] =>
  sampleRows(3, () => ({
    event: {
      kind: 'alive',
      lane: '',
      reason: '',
      credentialKind: '',
      checks: '',
      source: '',
      answersSeq: null,
      personKey: null,
    },
    personal: {
      documentKind: null,
      document: null,
      name: null,
      birth: null,
      sex: null,
      address: null,
      phone: null,
      guard: null,
      fields: {},
    },
    forgotten,
  }));

/** Seals three signs of life, loses the spool and makes it again from these rows, packed in another way. */
async function madeAgain(rows: readonly EventRow[], change: Partial<Rendition> = {}): Promise<unknown> {
  const folder = testFolder();
  const { sealed, rendition } = await sealRange(sealInput(folder, alive(false)));
  await rm(join(folder, SPOOL_FOLDER), { recursive: true });
  const packed = rendition.plainFiles.map((file) =>
    file.name === 'events.xlsx' ? { ...file, sha256: 'ab'.repeat(32) } : file,
  );
  const log = openGateLog(folder, SAMPLE_GATE.logId);
  const sealer = createSealer({
    batches: log.batches,
    rows: rowsOf(rows),
    auditLines: () => sealInput(folder, rows).auditLines,
    identity: SAMPLE_GATE,
    signer: () => sampleSigner(folder),
    spoolFolder: join(folder, SPOOL_FOLDER),
    spoolKey: () => Promise.resolve(null),
  });
  const recorded = {
    id: 1,
    rendition: { ...rendition, files: packed, plainFiles: packed, ...change },
    renderedAtMs: 0,
    deliveredAtMs: null,
  };
  try {
    return await sealer.again({ sealed, recorded }, FULL_PLAN).then(
      () => 'made again',
      (error) => error.code,
    );
  } finally {
    log.close();
  }
}

describe('what the spool lost', () => {
  it('is not made again where the log has forgotten since what no text shows: salts and snapshots', async () => {
    expect(await madeAgain(alive(true))).toBe('batch/invalid');
    expect(await madeAgain(alive(true), { eventsWithoutPayload: undefined })).toBe('batch/invalid');
  });
});
