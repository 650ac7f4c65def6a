import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { answersPath, GOLDEN_FOLDER, goldenAnswers, goldenFiles } from '../test/office/golden-files.ts';
import { writeGoldenPayloads } from '../test/office/golden-payloads.ts';
import { runTool } from './tool-error.ts';

/**
 * `npm run golden`: accepts what `gatelog read` answers now; look at the difference before it is committed.
 * `npm run golden -- --payloads` first signs the signed payloads anew, with new keys.
 */
await runTool(async () => {
  if (process.argv.includes('--payloads')) writeGoldenPayloads(GOLDEN_FOLDER);
  for (const name of goldenFiles()) {
    const answers = await goldenAnswers(name);
    const path = answersPath(name);
    if (existsSync(path) && readFileSync(path, 'utf8') === answers) continue;
    writeFileSync(path, answers);
    console.log(`${name}: other answers than before`);
  }
  return 0;
});
