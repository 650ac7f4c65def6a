import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { timesIn } from '../../office/times.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

const NOON = Date.UTC(2026, 10, 24, 5);
const HOUR = 3_600_000;

describe('times in what the office’s commands say', () => {
  it('are local time of the office, as people write it there', () => {
    const said = (['en', 'vi'] as const).map((language) => {
      const { time, span, zone } = timesIn(language, () => 420, NOON);
      return [time(NOON), span(NOON, NOON + HOUR), span(NOON, NOON + 24 * HOUR), zone()];
    });
    expect(said).toEqual([
      [
        '2026-11-24 12:00',
        '2026-11-24 12:00 to 13:00',
        '2026-11-24 12:00 to 2026-11-25 12:00',
        'Times are local time of this PC (UTC+07:00).',
      ],
      [
        '24/11/2026 12:00',
        '24/11/2026 12:00 đến 13:00',
        '24/11/2026 12:00 đến 25/11/2026 12:00',
        'Giờ ghi ở đây là giờ của máy này (UTC+07:00).',
      ],
    ]);
  });

  it('bear an offset of their own where the clocks were changed in between', () => {
    const summer = Date.UTC(2026, 6, 1, 12);
    const { time, zone } = timesIn('en', (atMs) => (atMs === summer ? -210 : -150), NOON);
    expect([time(summer), time(NOON), zone()]).toEqual([
      '2026-07-01 08:30 UTC-03:30',
      '2026-11-24 02:30',
      'Times are local time of this PC (UTC-02:30).',
    ]);
  });

  it('are the same in all of them, with the zone said once', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(7));
    const [stick, store] = [join(folder, 'stick'), join(folder, 'office.duckdb')];
    await gatelog(['import', stick, '--into', store, '--key', join(folder, 'gate-key.pub.json')]);
    for (const [TZ, zone, hour] of [
      ['Asia/Ho_Chi_Minh', 'UTC+07:00', '2025-11-24 07:'],
      ['UTC', 'UTC+00:00', '2025-11-24 00:'],
    ] as const)
      for (const args of [
        ['verify', stick],
        ['batches', '--from', store],
        ['gaps', '--from', store],
      ]) {
        const { out } = await gatelog(args, { env: { TZ } });
        expect([args[0], out.split(hour).length > 1, out.match(/UTC\S*/g)]).toEqual([
          args[0],
          true,
          [`${zone}).`],
        ]);
      }
  });
});
