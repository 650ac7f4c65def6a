import type { EventKind, EventPublic } from './event.ts';
import type { Column, Value } from './table.ts';

/** How many events of one kind a lane had in one hour of the gate's local time. */
export interface CountRow {
  /** `YYYY-MM-DD`, local by the offset that the events carry. */
  readonly day: string;
  /** 0 to 23. */
  readonly hour: number;
  readonly lane: string;
  readonly kind: EventKind;
  readonly events: number;
}

/** Columns of the `counts` profile, in file order. */
export const COUNT_COLUMNS: readonly Column[] = [
  { name: 'day', type: 'text', nullable: false, unit: 'local date', inCsv: true },
  { name: 'hour', type: 'int32', nullable: false, unit: 'local hour', inCsv: true },
  { name: 'lane', type: 'text', nullable: false, unit: '', inCsv: true },
  { name: 'kind', type: 'text', nullable: false, unit: '', inCsv: true },
  { name: 'events', type: 'int32', nullable: false, unit: 'events', inCsv: true },
];

export const countValues = (row: CountRow): readonly Value[] => [
  row.day,
  row.hour,
  row.lane,
  row.kind,
  row.events,
];

/** Order of the rows: by day, hour, lane, kind, texts by their code units; the same in every locale. */
export function compareCounts(one: CountRow, other: CountRow): number {
  return (
    byText(one.day, other.day) ||
    one.hour - other.hour ||
    byText(one.lane, other.lane) ||
    byText(one.kind, other.kind)
  );
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Counts events as they pass; holds one row for each hour, lane and kind, whatever the number of events. */
export class CountTable {
  readonly #rows = new Map<string, CountRow & { events: number }>();

  add(event: Pick<EventPublic, 'atMs' | 'offsetMin' | 'lane' | 'kind'>): void {
    const local = new Date(event.atMs + event.offsetMin * 60_000).toISOString();
    const { lane, kind } = event;
    this.addRow({ day: local.slice(0, -14), hour: Number(local.slice(-13, -11)), lane, kind, events: 1 });
  }

  /** Events that were counted before. */
  addRow(row: CountRow): void {
    // A lane is text of the settings and comes last, so that two keys are never one.
    const key = `${row.day} ${row.hour} ${row.kind} ${row.lane}`;
    const found = this.#rows.get(key);
    if (found === undefined) this.#rows.set(key, { ...row });
    else found.events += row.events;
  }

  /** Every row, in order. */
  rows(): readonly CountRow[] {
    return [...this.#rows.values()].sort(compareCounts);
  }
}
