import { readFileSync } from 'node:fs';
import { checkFolder } from '../../../main/delivery/check-folder.ts';
import { deliver } from '../../../main/delivery/deliver.ts';

/** Tries the target out, then delivers what the named file of JSON says; prints the steps and what came of it. */
const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const steps: string[] = [];
await checkFolder(job.targetFolder, (step) => steps.push(step));
const { folder, checked, already } = await deliver(job);
console.log(JSON.stringify({ steps, folder, checked, already }));
