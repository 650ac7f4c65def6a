import { expect, it } from 'vitest';
import { documentText } from '../docs/tables.ts';

it('every target of a package names its own system’s native modules, not those of the system that packs', () => {
  const rules = documentText('electron-builder.yml')
    .split('\n')
    .filter((line) => line.trim().startsWith('- "') && /prebuilds|@koromix\/!/.test(line))
    .map((line) => line.trim().replaceAll('$', ''));
  expect(rules).toEqual([
    '- "!**/node_modules/**/prebuilds/!(linux-{arch}*){,/**}"',
    '- "!**/node_modules/**/prebuilds/!(win32-{arch}*){,/**}"',
    '- "!**/node_modules/@koromix/!(koffi-win32-{arch}){,/**}"',
  ]);
});
