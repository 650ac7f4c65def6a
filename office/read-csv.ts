import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { bytesOf, type FileSource } from './source.ts';

/** Longest record: a read of 8 KiB of quotes doubles, and no row holds more than a few of them. Characters. */
const MAX_RECORD = 1 << 20;

/**
 * Records of a CSV as lists of cells, heading included, exactly as written: no trimming, no undefusing.
 * Throws what csv-parse throws where it breaks RFC 4180.
 */
export async function* readCsv(file: FileSource): AsyncGenerator<readonly string[]> {
  const parser = parse({ bom: true, record_delimiter: '\r\n', max_record_size: MAX_RECORD });
  const source = Readable.from(bytesOf(file), { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield record;
  } finally {
    source.destroy();
  }
}
