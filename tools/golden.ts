import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { answersPath, goldenAnswers, goldenFiles } from '../test/office/golden-files.ts';
import { runTool } from './tool-error.ts';

/** `npm run golden`: accepts what `gatelog read` answers now. Look at the difference before it is committed. */
await runTool(async () => {
  for (const name of goldenFiles()) {
    const answers = await goldenAnswers(name);
    const path = answersPath(name);
    if (existsSync(path) && readFileSync(path, 'utf8') === answers) continue;
    writeFileSync(path, answers);
    console.log(`${name}: other answers than before`);
  }
  return 0;
});
