import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './project.ts';
import { RHYTHMS } from './sounds/rhythms.ts';
import { wavOf } from './sounds/wav.ts';

/*
 * Makes the sounds of the verdicts, renderer/sounds/*.wav, out of tools/sounds/rhythms.ts: `npm run sounds`.
 */
for (const [name, tones] of Object.entries(RHYTHMS)) {
  writeFileSync(join(PROJECT, 'renderer', 'sounds', `${name}.wav`), wavOf(tones));
}
