import { defuse } from '../../core/batch/cell.ts';
import type { CountRow } from '../../core/batch/counts.ts';
import { countLayout, eventLayout, type Layout } from '../../core/batch/layout.ts';
import type { RowProfile } from '../../core/batch/profile.ts';
import type { Headings } from '../../core/batch/sheet.ts';
import { sheetCell } from '../../core/batch/sheet.ts';
import type { Column, OpenedRow } from '../../core/batch/table.ts';
import type { Owner } from '../store/store.ts';

/** A row with the gate that it comes from in front, and whether somebody vouches for the batch that told of it. */
export type Owned<Row> = Owner & { readonly verified: boolean; readonly row: Row };

/** Whose event it is, an export holds many logs and an event is (log_id, seq); and whether its batch is verified. */
const OWNER: readonly Column[] = ['log_id', 'site', 'gate', 'verified'].map((name) => ({
  name,
  type: 'text',
  nullable: false,
  unit: '',
  inCsv: true,
}));
const HEADINGS: Readonly<Record<Headings, readonly string[]>> = {
  vi: ['Mã sổ', 'Cơ sở', 'Cổng', 'Lô'],
  en: ['Log', 'Site', 'Gate name', 'Batch'],
};
/** As `gatelog batches` says it. */
const VERIFIED_WORDS: Readonly<Record<Headings, Readonly<Record<'yes' | 'no', string>>>> = {
  vi: { yes: 'đã kiểm', no: 'chưa kiểm' },
  en: { yes: 'verified', no: 'not verified' },
};
const WIDTHS = [34, 18, 14, 12];

/** The gate's own files of a profile, with the owner's columns in front. */
export const ownedEvents = (profile: RowProfile, headings: Headings): Layout<Owned<OpenedRow>> =>
  owned(eventLayout(profile, headings), headings);
export const ownedCounts = (headings: Headings): Layout<Owned<CountRow>> =>
  owned(countLayout(headings), headings);

function owned<Row>(layout: Layout<Row>, headings: Headings): Layout<Owned<Row>> {
  const isVerified = ({ verified }: Owned<Row>): 'yes' | 'no' => (verified ? 'yes' : 'no');
  const owner = (one: Owned<Row>): readonly string[] => [one.logId, one.site, one.gate, isVerified(one)];
  return {
    columns: [...OWNER, ...layout.columns],
    values: (one) => [...owner(one), ...layout.values(one.row)],
    csvHeader: [...OWNER.map(({ name }) => name), ...layout.csvHeader],
    csvCells: (one) => [...owner(one).map(defuse), ...layout.csvCells(one.row)],
    sheetName: layout.sheetName,
    sheetColumns: [
      ...HEADINGS[headings].map((heading, index) => ({ heading, width: WIDTHS[index] ?? 12 })),
      ...layout.sheetColumns,
    ],
    sheetCells: (one) =>
      [
        ...owner(one).with(-1, VERIFIED_WORDS[headings][isVerified(one)]).map(sheetCell),
        ...layout.sheetCells(one.row),
      ].map(oneBreak),
  };
}

/** A line break inside a cell of a workbook is LF; XML would make one of CR LF, and of a lone CR, anyway. */
const oneBreak = (cell: string): string => cell.replace(/\r\n?/g, '\n');
