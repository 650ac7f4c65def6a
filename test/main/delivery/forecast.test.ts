import { describe, expect, it } from 'vitest';
import type { RecordedBatch } from '../../../main/delivery/batches.ts';
import { type ForecastLog, forecast } from '../../../main/delivery/forecast.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { testFolder } from '../../support/folder.ts';
import { sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

/** A log of so many events, one a second, with these batches sealed; the last of them are owed. */
const logOf = (
  events: number,
  batches: readonly RecordedBatch[],
  owed: readonly RecordedBatch[],
): ForecastLog => ({
  batches: { owed: () => owed, list: () => batches },
  last: () => (events === 0 ? null : { seq: events }),
  event: (seq) => ({ atMs: seq * 1000 }),
});

async function sealed(events: number): Promise<{ readonly batch: RecordedBatch; readonly bytes: number }> {
  const made = await sealRange(sealInput(testFolder(), sampleRows(events)));
  const recorded = { id: 1, rendition: made.rendition, renderedAtMs: 0, deliveredAtMs: null };
  return {
    batch: { sealed: made.sealed, sealedAtMs: 0, renditions: [recorded] },
    bytes: made.rendition.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

describe('what the next delivery would write', () => {
  it('is nothing where nothing has happened', () => {
    expect(forecast(logOf(0, [], []), 'full', true)).toEqual({
      events: 0,
      batches: 0,
      files: 0,
      bytes: 0,
      firstSeq: null,
      lastSeq: null,
      firstAtMs: null,
      lastAtMs: null,
    });
  });

  it('is what is sealed as it is, and what is not in batches of at most 200,000', async () => {
    const { batch, bytes } = await sealed(300);
    expect(forecast(logOf(300, [batch], [batch]), 'full', false)).toEqual({
      events: 300,
      batches: 1,
      files: 7,
      bytes,
      firstSeq: 1,
      lastSeq: 300,
      firstAtMs: 1000,
      lastAtMs: 300_000,
    });
    const later = forecast(logOf(400_301, [batch], []), 'full', true);
    expect(later).toMatchObject({ events: 400_001, batches: 3, files: 30, firstSeq: 301, lastSeq: 400_301 });
  });

  it('is near the truth, with and without a batch to go by', async () => {
    const { batch } = await sealed(300);
    const truth = (await sealed(2000)).bytes;
    for (const batches of [[], [batch]]) {
      const first = batches.length === 0 ? 0 : 300;
      const { bytes } = forecast(logOf(first + 2000, batches, []), 'full', false);
      expect(bytes / truth).toBeGreaterThan(0.8);
      expect(bytes / truth).toBeLessThan(1.25);
    }
  });
});
