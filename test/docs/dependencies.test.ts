import { expect, it } from 'vitest';
import { z } from 'zod';
import { documentText, named, tableUnder } from './tables.ts';

const packages = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: packages, devDependencies: packages })
  .parse(JSON.parse(documentText('package.json')));
const text = documentText('docs/decisions/dependencies.md');

it.each([
  ['## In the product', manifest.dependencies],
  ['## For building, testing and the page', manifest.devDependencies],
])(
  'docs/decisions/dependencies.md names under "%s" what package.json has, and no more',
  (heading, wanted) => {
    const said = tableUnder(text, heading).map(([name]) => named(name ?? '')[0]);
    expect(said).toEqual(Object.keys(wanted).sort());
  },
);
