import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type CountRow, CountTable } from '../../core/batch/counts.ts';
import type { Layout } from '../../core/batch/layout.ts';
import { type Days, isAmong, localDay } from '../../core/batch/local-day.ts';
import { type Profile, profiled, type RowProfile } from '../../core/batch/profile.ts';
import type { Pseudonyms } from '../../core/batch/pseudonym.ts';
import type { Headings } from '../../core/batch/sheet.ts';
import type { OpenedRow } from '../../core/batch/table.ts';
import { isGatelogError } from '../../core/errors.ts';
import type { HeldBatch, Owner, Store } from '../store/store.ts';
import { storeError } from '../store/store-error.ts';
import { DISK, type Disk } from './disk.ts';
import { type Format, openRowFile } from './files.ts';
import { type Owned, ownedCounts, ownedEvents } from './layouts.ts';
import { type Unverified, UnverifiedRows } from './unverified.ts';

/** Rows that are written at once. */
const PAGE_ROWS = 1000;
const DAY_MS = 86_400_000;

export interface ExportPlan {
  readonly profile: Profile;
  readonly headings: Headings;
  readonly formats: readonly Format[];
  /** Needed to make pseudonyms of batches that came as `full`. */
  readonly pseudonyms: Pseudonyms | null;
  /** Only of this site or gate; null for all. */
  readonly site: string | null;
  readonly gate: string | null;
  /** Only events of these days where they happened. */
  readonly days: Days;
  /** A folder that is not there yet. */
  readonly folder: string;
  /** Told how many rows are written, and how many events the batches hold in all. */
  readonly onRows?: (rows: number, ofEvents: number) => void;
}

/**
 * Where an export grows until it is whole, beside its folder also where that is written with a slash behind it; a name that
 * nobody else gives a folder, since what lies there goes.
 */
export const growing = (folder: string): string => `${resolve(folder)}.gatelog-partial`;

export interface Exported {
  readonly batches: number;
  /** Events, or rows of counts. Of 0 there is no folder. */
  readonly rows: number;
  /** What of them nobody vouches for. */
  readonly unverified: Unverified;
  /** Batches, of about those days, that hold too little for the profile, or pseudonyms under another secret. */
  readonly leftOut: readonly HeldBatch[];
}

/** Which profiles can be made of a batch that came as this one: never one that tells more. */
const GIVES: Readonly<Record<Profile, readonly Profile[]>> = {
  full: ['full', 'masked', 'pseudonymous', 'counts'],
  masked: ['masked', 'counts'],
  pseudonymous: ['pseudonymous', 'counts'],
  counts: ['counts'],
};

/**
 * Writes the events of all gates together, as files like a gate's own with owner columns in front, into a new folder;
 * whole and on its medium, or not at all, as where there is no event of these days. Throws `store/failed` where the
 * folder is there already or cannot be written, and `batch/unknown-profile` where pseudonyms have to be made and there is
 * no secret.
 */
export async function exportEvents(store: Store, plan: ExportPlan, disk: Disk = DISK): Promise<Exported> {
  const held = (await store.held()).filter(
    ({ manifest }) =>
      (plan.site === null || manifest.site === plan.site) &&
      (plan.gate === null || manifest.gate === plan.gate),
  );
  const taken = held.filter((batch) => gives(batch, plan));
  const leftOut = held.filter((batch) => !taken.includes(batch) && mayBeOf(batch, plan.days));
  const partial = growing(plan.folder);
  const ofEvents = taken.reduce((sum, { manifest }) => sum + manifest.events, 0);
  const onRows = (rows: number): void => plan.onRows?.(rows, ofEvents);
  const seen = new UnverifiedRows(taken);
  await makeAnew(partial);
  let made = partial;
  try {
    const to = { folder: partial, formats: plan.formats, onRows, disk };
    const rows =
      plan.profile === 'counts'
        ? await writeAll(countsOf(store, taken, plan.days, seen), ownedCounts(plan.headings), 'counts', to)
        : await writeAll(
            eventsOf(store, taken, plan.profile, { ...plan, seen }),
            ownedEvents(plan.profile, plan.headings),
            'events',
            to,
          );
    if (rows === 0) await rm(partial, { recursive: true });
    else {
      await disk.syncFolder(partial);
      await disk.rename(partial, plan.folder);
      made = plan.folder;
      await disk.syncFolder(dirname(resolve(plan.folder)));
    }
    const unverified = { ...seen.found(), ...(plan.profile === 'counts' ? { rows: null } : {}) };
    return { batches: taken.length, rows, unverified, leftOut };
  } catch (error) {
    // A stick that is gone takes nothing away either: why it failed is what has to be told.
    await rm(made, { recursive: true, force: true }).catch(() => undefined);
    // Calls of the system that failed are of the folder: those on the database have errors of their own.
    if (!isGatelogError(error) && error instanceof Error && 'syscall' in error)
      throw storeError('cannot-keep', error);
    throw error;
  }
}

async function makeAnew(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    throw storeError('cannot-make', cause);
  }
}

function gives({ manifest }: HeldBatch, { profile, pseudonyms }: ExportPlan): boolean {
  if (!GIVES[manifest.profile].includes(profile)) return false;
  const keyId = manifest.schema_version === 1 ? null : manifest.pseudonym_key_id;
  // Two secrets give one person two pseudonyms: such batches are not put together.
  return profile !== 'pseudonymous' || keyId === null || pseudonyms === null || keyId === pseudonyms.keyId;
}

/**
 * Whether a batch may hold events of these days, by the times of its first and last: a day is left on either side for
 * the offset of local time. Of its events themselves each is looked at.
 */
function mayBeOf({ manifest }: HeldBatch, days: Days): boolean {
  const { first_at_ms: first, last_at_ms: last } = manifest;
  const day = (atMs: number): string => localDay({ atMs, offsetMin: 0 });
  const from = day(Math.min(first, last) - DAY_MS);
  const to = day(Math.max(first, last) + DAY_MS);
  return (days.until === null || from <= days.until) && (days.since === null || to >= days.since);
}

async function writeAll<Row>(
  rows: AsyncIterable<Owned<Row>>,
  layout: Layout<Owned<Row>>,
  name: string,
  {
    folder,
    formats,
    onRows,
    disk,
  }: Pick<ExportPlan, 'formats' | 'folder'> & {
    readonly onRows: (rows: number) => void;
    readonly disk: Disk;
  },
): Promise<number> {
  const paths = formats.map((format) => ({ format, path: join(folder, `${name}.${format}`) }));
  const files = paths.map(({ format, path }) => openRowFile(path, format, layout));
  let count = 0;
  let page: Owned<Row>[] = [];
  const flush = async (): Promise<void> => {
    for (const file of files) await file.page(page);
    count += page.length;
    page = [];
    onRows(count);
  };
  for await (const row of rows) {
    page.push(row);
    if (page.length === PAGE_ROWS) await flush();
  }
  await flush();
  for (const file of files) await file.end();
  for (const { path } of paths) await disk.syncFile(path);
  return count;
}

async function* eventsOf(
  store: Store,
  batches: readonly HeldBatch[],
  profile: RowProfile,
  { pseudonyms, days, seen }: ExportPlan & { readonly seen: UnverifiedRows },
): AsyncGenerator<Owned<OpenedRow>> {
  for (const source of ['full', 'masked', 'pseudonymous'] as const) {
    const some = batches.filter(({ manifest }) => manifest.profile === source);
    if (some.length === 0) continue;
    // What came under the profile shows no more than it already.
    const show = source === profile ? (row: OpenedRow) => row : profiled(profile, pseudonyms);
    for await (const { opened, ...owner } of store.rows(some)) {
      if (!isAmong(localDay(opened.row), days)) continue;
      const verified = seen.event(owner.logId, opened.row.seq);
      yield { ...owner, verified, row: show(opened) };
    }
  }
}

async function* countsOf(
  store: Store,
  batches: readonly HeldBatch[],
  days: Days,
  seen: UnverifiedRows,
): AsyncGenerator<Owned<CountRow>> {
  // What somebody vouches for is not added up with what nobody does: an hour that has both has two rows.
  const tables = new Map<
    string,
    { readonly owner: Omit<Owned<CountRow>, 'row'>; readonly table: CountTable }
  >();
  const tableOf = ({ logId, site, gate }: Owner, verified: boolean): CountTable => {
    const key = `${logId} ${verified}`;
    const found = tables.get(key) ?? { owner: { logId, site, gate, verified }, table: new CountTable() };
    tables.set(key, found);
    return found.table;
  };
  const events = batches.filter(({ manifest }) => manifest.profile !== 'counts');
  for await (const one of store.rows(events)) {
    const { row } = one.opened;
    if (isAmong(localDay(row), days)) tableOf(one, seen.event(one.logId, row.seq)).add(row);
  }
  const counted = batches.filter(({ manifest }) => manifest.profile === 'counts');
  const verified = counted.filter((batch) => batch.verified);
  for await (const one of store.counts(verified)) tableOf(one, true).addRow(one.row);
  // A row of counts does not say of which batch it is; those that nobody vouches for are few.
  for (const batch of counted.filter((one) => !one.verified)) {
    for await (const one of store.counts([batch])) {
      tableOf(one, false).addRow(one.row);
      if (isAmong(one.row.day, days)) seen.counts(batch);
    }
  }
  for (const { owner, table } of tables.values()) {
    for (const row of table.rows()) if (isAmong(row.day, days)) yield { ...owner, row };
  }
}
