import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT } from '../../../tools/project.ts';
import { DOCS, docsLooksOf } from '../../../tools/screens/docs.ts';
import { DOCS_LOOK, lookWord } from '../../../tools/screens/looks.ts';

it('docs/screens holds a picture of every screen and look that is named for it, and no other', () => {
  const named = Object.keys(DOCS).flatMap((screen) =>
    docsLooksOf(screen).map((look) =>
      look === DOCS_LOOK ? `${screen}.png` : `${screen}-${lookWord(look)}.png`,
    ),
  );
  expect(readdirSync(join(PROJECT, 'docs', 'screens')).sort()).toEqual(named.sort());
});

it('every look that is named for docs/screens is one that there is', () => {
  const known = Object.entries(DOCS).map(([screen, looks]) => docsLooksOf(screen).length - looks.length);
  expect(new Set(known)).toEqual(new Set([1]));
});
