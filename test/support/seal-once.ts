import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainFiles } from '../../core/batch/names.ts';
import { PROFILES } from '../../core/batch/profile.ts';
import { HEADINGS } from '../../core/batch/sheet.ts';
import { sealRange } from '../../main/delivery/seal.ts';
import { planOf, sealInput } from './sample-batch.ts';
import { sampleRows } from './sample-log.ts';

/**
 * Run as a program: seals 300 sample events in the folder given, in every profile and language, and prints every file
 * of every rendition, in base64.
 */
const folder = process.argv[2] ?? '';
const files: Record<string, string> = {};
for (const profile of PROFILES) {
  for (const headings of HEADINGS) {
    const plan = planOf(profile, { headings });
    const { rendition } = await sealRange(sealInput(folder, sampleRows(300), { plan }));
    for (const name of plainFiles(profile)) {
      const bytes = await readFile(join(folder, 'spool', rendition.name, name));
      files[`${profile} ${headings} ${name}`] = bytes.toString('base64');
    }
  }
}
process.stdout.write(JSON.stringify(files));
