import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

/** The last words of `gatelog gaps` about a database with this part of a log, in English and Vietnamese. */
async function verdicts(first: number, last: number): Promise<unknown[]> {
  const folder = testFolder();
  const rows = sampleRows(20);
  await makeBatch(folder, rows.slice(first - 1, last), {
    chainBefore: rows[first - 2]?.chain ?? CHAIN_START,
  });
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

describe('gatelog gaps', () => {
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
