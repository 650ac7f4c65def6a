import type { Layout } from '../../../core/batch/layout.ts';
import { parquetWriter } from '../../../core/batch/parquet.ts';
import type { Sink } from '../spool.ts';
import type { Renderer } from './csv.ts';

/** The record, for machines. It names the schema of its columns, so that a later one can be told from it. */
export const parquetRenderer = <Row>(sink: Sink, layout: Layout<Row>): Renderer<Row> =>
  parquetWriter(sink, layout, [{ key: 'gatelog.schema', value: '1' }]);
