import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { answersPath, GOLDEN_FOLDER, goldenAnswers, goldenFiles } from '../test/office/golden-files.ts';
import { writeGoldenPayloads } from '../test/office/golden-payloads.ts';
import { PICTURES_ANSWERS, pictureAnswers, writeGoldenPictures } from '../test/office/golden-pictures.ts';
import { runTool } from './tool-error.ts';

const USAGE = `npm run golden [-- --payloads]: accepts what \`gatelog read\` answers now, by writing it into test/office/golden
  --payloads  first signs the signed payloads anew, with new keys, and draws the pictures`;

/**
 * `npm run golden`: accepts what `gatelog read` answers now; look at the difference before it is committed.
 * `npm run golden -- --payloads` first signs the signed payloads anew, with new keys, and draws the pictures.
 */
await runTool(async () => {
  if (process.argv.includes('--payloads')) {
    writeGoldenPayloads(GOLDEN_FOLDER);
    await writeGoldenPictures();
  }
  for (const name of goldenFiles()) accept(name, answersPath(name), await goldenAnswers(name));
  accept('pictures', PICTURES_ANSWERS, await pictureAnswers());
  return 0;
}, USAGE);

function accept(name: string, path: string, answers: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === answers) return;
  writeFileSync(path, answers);
  console.log(`${name}: other answers than before`);
}
