import { type CountRow, CountTable } from '../../../core/batch/counts.ts';
import { countLayout, eventLayout, type Layout } from '../../../core/batch/layout.ts';
import { type Profile, profiled, type RowProfile } from '../../../core/batch/profile.ts';
import type { Pseudonyms } from '../../../core/batch/pseudonym.ts';
import type { Headings } from '../../../core/batch/sheet.ts';
import type { OpenedRow } from '../../../core/batch/table.ts';
import type { Sink } from '../spool.ts';
import { csvRenderer, type Renderer } from './csv.ts';
import { parquetRenderer } from './parquet.ts';
import { xlsxRenderer } from './xlsx.ts';

/** Rows of counts handed over at once. */
const PAGE_COUNTS = 500;

/** The three files of a record, written at the same time from the same pages. */
export interface RecordWriter {
  /** One for each file: Parquet, workbook, CSV. Each ends when the record ends, and fails when it fails. */
  readonly fills: readonly ((sink: Sink) => Promise<void>)[];
  page(rows: readonly OpenedRow[]): Promise<void>;
  end(): Promise<void>;
  fail(error: unknown): void;
}

/** What a profile writes of the events that pass. Throws `batch/unknown-profile` for pseudonyms without a secret. */
export function recordWriter(
  profile: Profile,
  headings: Headings,
  pseudonyms: Pseudonyms | null,
): RecordWriter {
  return profile === 'counts' ? countWriter(headings) : eventWriter(profile, headings, pseudonyms);
}

function eventWriter(profile: RowProfile, headings: Headings, pseudonyms: Pseudonyms | null): RecordWriter {
  const show = profiled(profile, pseudonyms);
  const feeds = feedsOf(eventLayout(profile, headings));
  return {
    fills: feeds.map((feed) => feed.fill),
    page: async (rows) => {
      const shown = rows.map(show);
      await Promise.all(feeds.map((feed) => feed.page(shown)));
    },
    end: async () => {
      await Promise.all(feeds.map((feed) => feed.end()));
    },
    fail: (error) => {
      for (const feed of feeds) feed.fail(error);
    },
  };
}

function countWriter(headings: Headings): RecordWriter {
  const table = new CountTable();
  const feeds = feedsOf<CountRow>(countLayout(headings));
  return {
    fills: feeds.map((feed) => feed.fill),
    page: (rows) => {
      for (const { row } of rows) table.add(row);
      return Promise.resolve();
    },
    end: async () => {
      const rows = table.rows();
      for (let from = 0; from < rows.length; from += PAGE_COUNTS) {
        const page = rows.slice(from, from + PAGE_COUNTS);
        await Promise.all(feeds.map((feed) => feed.page(page)));
      }
      await Promise.all(feeds.map((feed) => feed.end()));
    },
    fail: (error) => {
      for (const feed of feeds) feed.fail(error);
    },
  };
}

interface Feed<Row> {
  readonly fill: (sink: Sink) => Promise<void>;
  page(rows: readonly Row[]): Promise<void>;
  end(): Promise<void>;
  fail(error: unknown): void;
}

const feedsOf = <Row>(layout: Layout<Row>): readonly Feed<Row>[] => [
  feed((sink) => parquetRenderer(sink, layout)),
  feed((sink) => xlsxRenderer(sink, layout)),
  feed((sink) => csvRenderer(sink, layout)),
];

/** Joins a renderer, which needs its sink, with the loop over pages, which serves several. */
function feed<Row>(make: (sink: Sink) => Renderer<Row> | Promise<Renderer<Row>>): Feed<Row> {
  const ready = Promise.withResolvers<Renderer<Row>>();
  const done = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  done.promise.catch(() => undefined);
  return {
    fill: async (sink) => {
      ready.resolve(await make(sink));
      await done.promise;
    },
    page: async (rows) => (await ready.promise).page(rows),
    end: async () => {
      await (await ready.promise).end();
      done.resolve();
    },
    fail: (error) => {
      ready.reject(error);
      done.reject(error);
    },
  };
}
