import { batchName } from '../core/batch/names.ts';
import { type Story, StoryTable } from '../core/batch/story.ts';
import type { TimestampMs } from '../core/units.ts';
import type { LogReport } from './log-report.ts';
import type { HeldBatch, Store } from './store/store.ts';
import { type BatchFacts, reportLogs } from './verify-logs.ts';

/** Name of a held batch, as its folder had it. */
export const heldName = ({ manifest }: HeldBatch): string =>
  batchName({
    site: manifest.site,
    gate: manifest.gate,
    logId: manifest.log_id,
    firstSeq: manifest.first_seq,
    lastSeq: manifest.last_seq,
  });

/** The logs that an office holds, looked at as `gatelog verify` looks at those on sticks. Reads every event once. */
export async function reportHeld(store: Store, nowMs: TimestampMs): Promise<readonly LogReport[]> {
  const held = await store.held();
  const stories = await storiesOf(held, store);
  const facts = held.map(
    (batch): BatchFacts => ({
      folder: heldName(batch),
      manifest: batch.manifest,
      manifestSha256: batch.manifestSha256,
      sound: batch.verified,
      story: stories.get(batch) ?? null,
      chains: [],
    }),
  );
  return reportLogs(facts, nowMs);
}

/** Both come in order of log and seq, and ranges do not overlap: one pass. */
async function storiesOf(held: readonly HeldBatch[], store: Store): Promise<ReadonlyMap<HeldBatch, Story>> {
  const stories = new Map<HeldBatch, Story>();
  const batches = held.filter(({ manifest }) => manifest.profile !== 'counts');
  let at = 0;
  let table = new StoryTable();
  const end = (): void => {
    const [batch, story] = [batches[at], table.story()];
    if (batch !== undefined && story !== null) stories.set(batch, story);
    table = new StoryTable();
    at += 1;
  };
  const holds = (batch: HeldBatch | undefined, logId: string, seq: number): boolean =>
    batch !== undefined &&
    batch.manifest.log_id === logId &&
    batch.manifest.first_seq <= seq &&
    batch.manifest.last_seq >= seq;
  for await (const { logId, sign } of store.signs()) {
    while (at < batches.length && !holds(batches[at], logId, sign.seq)) end();
    table.add(sign);
  }
  end();
  return stories;
}
