import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type KioskMemory, readMemory, writeMemory } from '../../main/kiosk-memory.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';

const MEMORY: KioskMemory = {
  language: 'en',
  directions: { 'Làn 1': 'out' },
  deliveryFolder: '/media/usb',
  typing: 'vni',
};
const NOTHING: KioskMemory = { language: null, directions: {}, deliveryFolder: null, typing: 'telex' };

describe('what the kiosk remembers', () => {
  it('is read back, and is nothing where the file is missing or damaged', () => {
    const file = join(testFolder(), 'kiosk.json');
    expect(readMemory(file)).toEqual(NOTHING);
    writeMemory(file, MEMORY);
    expect(readMemory(file)).toEqual(MEMORY);
    const bytes = readFileSync(file);
    for (const damaged of [bytes.subarray(0, 20), '[]', '{"directions":{"1":"up"}}', '\0\0\0', '']) {
      writeFileSync(file, damaged);
      expect(readMemory(file)).toEqual(NOTHING);
    }
  });

  itNeeding('strace')(
    'outlives a power cut: the file is synced before it takes its name, and the name after',
    () => {
      const folder = testFolder();
      const script = join(folder, 'remember.ts');
      const module = join(import.meta.dirname, '..', '..', 'main', 'kiosk-memory.ts');
      const file = join(folder, 'kiosk.json');
      writeFileSync(
        script,
        `import { writeMemory } from ${JSON.stringify(module)};\nwriteMemory(${JSON.stringify(file)}, ${JSON.stringify(MEMORY)});\n`,
      );
      const trace = join(folder, 'trace');
      spawnSync('strace', ['-f', '-y', '-e', 'trace=fsync,/^rename', '-o', trace, process.execPath, script]);
      const calls = readFileSync(trace, 'utf8')
        .split('\n')
        .flatMap((line) => {
          if (/ rename/.test(line)) return ['rename'];
          const path = /fsync\(\d+<([^>]*)>/.exec(line)?.[1];
          return path === undefined ? [] : [path.replace(folder, 'data')];
        });
      expect(calls).toEqual(['data/kiosk.json.new', 'rename', 'data']);
    },
  );
});
