import { appendFileSync } from 'node:fs';
import { windowsFinder } from '../../../main/sticks/windows-finder.ts';
import { forked } from '../forked.ts';

/** Watches for sticks on Windows and writes each answer as a line of JSON to the file that is named: `[Unix ms, sticks]`. */
const [file = ''] = process.argv.slice(2);
const worker = new URL('../../../main/sticks/windows-worker.ts', import.meta.url);
const finder = windowsFinder({ start: () => forked(worker.pathname.slice(1)) });

async function tell(): Promise<void> {
  const sticks = await finder.look();
  appendFileSync(file, `${JSON.stringify([Date.now(), sticks])}\n`);
}
finder.watch(() => void tell());
await tell();
