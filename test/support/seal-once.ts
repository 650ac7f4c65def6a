import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BATCH_FILES } from '../../core/batch/names.ts';
import { makeBatch } from './sample-batch.ts';
import { sampleRows } from './sample-log.ts';

/** Run as a program: seals 300 sample events in the folder given and prints every file of the batch, in base64. */
const batch = await makeBatch(process.argv[2] ?? '', sampleRows(300));
const files: Record<string, string> = {};
for (const name of BATCH_FILES) files[name] = (await readFile(join(batch, name))).toString('base64');
process.stdout.write(JSON.stringify({ folder: batch.slice((process.argv[2] ?? '').length), files }));
