import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { restoredReason } from '../../core/batch/restored.ts';
import { timestampMs } from '../../core/units.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { makeBatch, SAMPLE_GATE } from '../support/sample-batch.ts';
import { type SampleChange, sampleRows } from '../support/sample-log.ts';

/**
 * The last words of `gatelog gaps` about a database with this part of a log, in English and Vietnamese.
 * @param next first event of a log of the same gate behind it; null for none
 */
async function verdicts(
  first: number,
  last: number,
  next: SampleChange['event'] | null = null,
): Promise<unknown[]> {
  const folder = testFolder();
  const rows = sampleRows(20);
  await makeBatch(folder, rows.slice(first - 1, last), {
    chainBefore: rows[first - 2]?.chain ?? CHAIN_START,
  });
  if (next !== null) {
    const atMs = timestampMs((rows.at(-1)?.atMs ?? 0) + 60_000);
    await makeBatch(
      folder,
      sampleRows(1, () => ({ event: { kind: 'opened', atMs, ...next } })),
      { identity: { ...SAMPLE_GATE, logId: NEXT } },
    );
  }
  const store = join(folder, 'office.duckdb');
  await gatelog([
    'import',
    join(folder, 'stick'),
    '--into',
    store,
    '--key',
    join(folder, 'gate-key.pub.json'),
  ]);
  const said: unknown[] = [];
  for (const lang of ['en', 'vi']) {
    const { code, out } = await gatelog(['gaps', '--from', store, '--lang', lang]);
    said.push([code, out.trimEnd().split('\n').at(-1)]);
  }
  return said;
}

const NEXT = 'ff'.repeat(16);
const FOLLOWED = {
  en: 'But a new log took the place of an older one (see • above): whether the older held more behind its last batch here, batches cannot tell; ask whoever keeps that gate’s PC.',
  vi: 'Nhưng có sổ mới thay cho sổ cũ (xem các dòng • ở trên): sổ cũ còn dòng nào sau lô cuối ở đây hay không thì các lô không cho biết; hãy hỏi người giữ máy ở cổng ấy.',
};

describe('gatelog gaps', () => {
  it('does not say that nothing is missing where a new log took the place of one that may have gone on', async () => {
    const chain = sampleRows(20).at(-1)?.chain ?? CHAIN_START;
    const restored = restoredReason({ logId: SAMPLE_GATE.logId, seq: 20, chain });
    for (const next of [{}, { reason: restored }])
      expect(await verdicts(1, 20, next)).toEqual([
        [0, `Nothing is missing between the batches that are here. ${FOLLOWED.en}`],
        [0, `Giữa các lô đang có ở đây thì không thiếu gì. ${FOLLOWED.vi}`],
      ]);
    expect(await verdicts(8, 20, {})).toEqual([
      [
        0,
        `Nothing is missing from the first batch of each log on; only you know whether what came before it (see • above) should be here. ${FOLLOWED.en}`,
      ],
      [
        0,
        `Không thiếu gì kể từ lô đầu tiên của từng sổ; phần trước đó (xem các dòng • ở trên) có cần ở đây hay không thì chỉ văn phòng biết. ${FOLLOWED.vi}`,
      ],
    ]);
  });

  it('does not say that nothing is missing where what is here is what nobody vouches for', async () => {
    const [folder, stranger] = [testFolder(), testFolder()];
    const rows = sampleRows(20);
    await makeBatch(folder, rows.slice(0, 10));
    await makeBatch(stranger, rows.slice(10), { chainBefore: rows[9]?.chain ?? CHAIN_START });
    const store = join(folder, 'office.duckdb');
    const sticks = [join(folder, 'stick'), join(stranger, 'stick')];
    const key = ['--key', join(folder, 'gate-key.pub.json'), '--unverified'];
    await gatelog(['import', ...sticks, '--into', store, ...key]);
    for (const [lang, words] of [
      [
        'en',
        'Nothing is missing between the batches that are here. But 1 batch here is not verified: whether those events are the gate’s own nobody vouches for; gatelog batches says which and why.',
      ],
      [
        'vi',
        'Giữa các lô đang có ở đây thì không thiếu gì. Nhưng có 1 lô chưa kiểm: chưa rõ các dòng trong đó có đúng là của cổng không; gatelog batches cho biết lô nào và vì sao.',
      ],
    ] as const) {
      const { code, out } = await gatelog(['gaps', '--from', store, '--lang', lang]);
      expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([1, words]);
      expect(out).not.toContain('✓');
      expect(out).toMatch(/ {2}• .*(one of them is not verified|trong đó có lô chưa kiểm)\n/);
    }
    const { code, out } = await gatelog(['gaps', '--from', store, '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([1, { ok: false, unverified: 1 }]);
  });

  it('says that nothing is missing only of what it can know: the first stick may have been lost', async () => {
    expect(await verdicts(1, 20)).toEqual([
      [0, 'Nothing is missing.'],
      [0, 'Không thiếu gì.'],
    ]);
    expect(await verdicts(8, 20)).toEqual([
      [
        0,
        'Nothing is missing from the first batch of each log on; only you know whether what came before it (see • above) should be here.',
      ],
      [
        0,
        'Không thiếu gì kể từ lô đầu tiên của từng sổ; phần trước đó (xem các dòng • ở trên) có cần ở đây hay không thì chỉ văn phòng biết.',
      ],
    ]);
  });
});
