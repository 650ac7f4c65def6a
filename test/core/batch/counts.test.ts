import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountTable, compareCounts } from '../../../core/batch/counts.ts';
import { EVENT_KINDS } from '../../../core/batch/event.ts';
import { countLayout } from '../../../core/batch/layout.ts';
import { timestampMs } from '../../../core/units.ts';

const event = (iso: string, offsetMin: number, lane: string, kind: (typeof EVENT_KINDS)[number]) => ({
  atMs: timestampMs(Date.parse(iso)),
  offsetMin,
  lane,
  kind,
});

describe('counts', () => {
  it('are told by the local day and hour that each event carries, lane and kind', () => {
    const table = new CountTable();
    for (const one of [
      event('2026-11-23T23:59:59.999Z', 420, 'Vào', 'in'),
      event('2026-11-24T00:30:00.000Z', 420, 'Vào', 'in'),
      event('2026-11-23T23:00:00.000Z', 420, 'Vào', 'in'),
      event('2026-11-24T00:30:00.000Z', -300, 'Ra', 'out'),
      event('2026-11-24T00:31:00.000Z', 420, '', 'alive'),
    ])
      table.add(one);
    expect(table.rows()).toEqual([
      { day: '2026-11-23', hour: 19, lane: 'Ra', kind: 'out', events: 1 },
      { day: '2026-11-24', hour: 6, lane: 'Vào', kind: 'in', events: 2 },
      { day: '2026-11-24', hour: 7, lane: '', kind: 'alive', events: 1 },
      { day: '2026-11-24', hour: 7, lane: 'Vào', kind: 'in', events: 1 },
    ]);
  });

  it('add up to the events, stand in one order whatever the order of the events, and no row stands twice', () => {
    const any = fc.record({
      atMs: fc.integer({ min: 0, max: 4_000_000_000_000 }).map(timestampMs),
      offsetMin: fc.integer({ min: -840, max: 840 }),
      lane: fc.string({ maxLength: 3 }),
      kind: fc.constantFrom(...EVENT_KINDS),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), (events) => {
        const [table, reversed] = [new CountTable(), new CountTable()];
        for (const one of events) table.add(one);
        for (const one of events.toReversed()) reversed.add(one);
        const rows = table.rows();
        expect(reversed.rows()).toEqual(rows);
        expect(rows.reduce((sum, row) => sum + row.events, 0)).toBe(events.length);
        rows.slice(1).forEach((row, index) => {
          const before = rows[index];
          if (before !== undefined) expect(compareCounts(before, row)).toBeLessThan(0);
        });
      }),
    );
  });

  it('are written with words for people in both languages', () => {
    const row = { day: '2026-11-24', hour: 7, lane: '=1', kind: 'in', events: 3 } as const;
    expect([countLayout('vi'), countLayout('en')].map((layout) => layout.sheetCells(row))).toEqual([
      ['2026-11-24', '7', "'=1", 'Vào', '3'],
      ['2026-11-24', '7', "'=1", 'In', '3'],
    ]);
    expect(countLayout('vi').csvCells(row)).toEqual(['2026-11-24', '7', "'=1", 'in', '3']);
  });
});
