import type { Manifest } from '../../core/batch/manifest.ts';
import { encryptionOf } from '../../core/batch/manifest.ts';
import { columnsOf, type Profile, type RowProfile } from '../../core/batch/profile.ts';
import { COLUMNS, type Column, type ColumnType } from '../../core/batch/table.ts';
import type { AuditLine, NewBatch } from './store.ts';

/** Version of the tables below. Another one is another office's, or a later Gatelog's. */
export const TABLES_VERSION = 1;

/** Types of one database, by the types of columns. */
export type TypeNames = Readonly<Record<ColumnType | 'boolean', string>>;

/** Where two databases say the same in other words. */
export interface Dialect {
  readonly types: TypeNames;
  /** A column of times as ms since 1970. */
  readonly epochMs: (column: string) => string;
  /** A table of ours by its name. */
  readonly table: (name: string) => string;
}

interface TableColumn {
  readonly name: string;
  readonly type: ColumnType | 'boolean';
  readonly nullable: boolean;
}
const column = (name: string, type: TableColumn['type'] = 'text', nullable = false): TableColumn => ({
  name,
  type,
  nullable,
});

/** Whose event it is; the columns of the record follow. */
const OWNER = [column('log_id'), column('site'), column('gate')];

/** One row for each batch that was imported. */
export const BATCH_COLUMNS: readonly TableColumn[] = [
  column('log_id'),
  column('first_seq', 'int64'),
  column('last_seq', 'int64'),
  column('site'),
  column('gate'),
  column('gate_id'),
  column('profile'),
  column('encrypted', 'boolean'),
  column('events', 'int64'),
  column('first_at', 'timestamp'),
  column('last_at', 'timestamp'),
  column('manifest_sha256'),
  column('manifest'),
  column('verified', 'boolean'),
  column('marks'),
  column('imported_at', 'timestamp'),
];
/** One row for each event, whatever the profile; what that leaves out is null. */
export const EVENT_COLUMNS: readonly TableColumn[] = [...OWNER, ...COLUMNS];
/** One row for each hour, lane and kind of a batch of the profile `counts`. */
export const COUNT_TABLE_COLUMNS: readonly TableColumn[] = [
  ...OWNER,
  column('first_seq', 'int64'),
  column('day'),
  column('hour', 'int32'),
  column('lane'),
  column('kind'),
  column('events', 'int32'),
];
/** One row for each act of an administrator. */
export const AUDIT_COLUMNS: readonly TableColumn[] = [
  ...OWNER,
  column('first_seq', 'int64'),
  column('line', 'int32'),
  column('act'),
];

/** A name as SQL takes it whatever it is: `at` is a word of the language. */
export const quoted = (name: string): string => `"${name}"`;
/** A text as SQL takes it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Columns of a table for CREATE TABLE. */
export const columnsSql = (columns: readonly TableColumn[], types: TypeNames): string =>
  columns
    .map(({ name, type, nullable }) => `${quoted(name)} ${types[type]}${nullable ? '' : ' NOT NULL'}`)
    .join(', ');

/** Values of a batch's row, in order; times as ms since 1970. */
export function batchValues(batch: NewBatch, importedAtMs: number): readonly (string | number | boolean)[] {
  const { manifest } = batch;
  return [
    manifest.log_id,
    manifest.first_seq,
    manifest.last_seq,
    manifest.site,
    manifest.gate,
    manifest.gate_id,
    manifest.profile,
    encryptionOf(manifest) !== null,
    manifest.events,
    manifest.first_at_ms,
    manifest.last_at_ms,
    batch.manifestSha256,
    JSON.stringify(manifest),
    batch.verified,
    batch.marks.join(' '),
    importedAtMs,
  ];
}

/** Values of a batch's audit rows, in order. */
export const auditValues = (batch: NewBatch): readonly (readonly (string | number)[])[] =>
  batch.audit.map((line: AuditLine, index) => [
    ...ownerOf(batch.manifest),
    batch.manifest.first_seq,
    index + 1,
    JSON.stringify(line),
  ]);

export const ownerOf = ({ log_id, site, gate }: Manifest): readonly [string, string, string] => [
  log_id,
  site,
  gate,
];

/**
 * What is selected from owned records for the event table, in its order: owner, columns that the profile has, null for
 * the others.
 */
export function eventSelection(profile: RowProfile, types: TypeNames): string {
  const there = new Set(columnsOf(profile).map(({ name }) => name));
  return [
    ...OWNER.map(({ name }) => quoted(name)),
    ...COLUMNS.map(({ name, type }: Column) =>
      there.has(name) ? quoted(name) : `CAST(NULL AS ${types[type]})`,
    ),
  ].join(', ');
}

/** Batches by the profile whose columns their records have. */
export const ofProfile = (batches: readonly NewBatch[], profile: Profile): readonly NewBatch[] =>
  batches.filter(({ manifest }) => manifest.profile === profile);
