import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GatelogError, toGatelogError } from '../../../core/errors.ts';
import { openDiagnostics } from '../../../main/diagnostics/diagnostics.ts';
import { testFolder } from '../../support/folder.ts';

const SECRET = 'NGUYEN VAN THU 001099000001';

function lines(path: string): Record<string, unknown>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('the diagnostics', () => {
  it('write where, code and figures, to the file and to the echo', () => {
    const path = join(testFolder(), 'data', 'diagnostics.log');
    const echoed: string[] = [];
    const diagnostics = openDiagnostics(path, (line) => echoed.push(line));
    diagnostics.note('keyboard', 'keyboard/ignored', { chord: 'Ctrl+W' });
    diagnostics.problem(new GatelogError('log/disk-full', 'the disk is full', { free: 0 }), 'log');
    diagnostics.close();
    expect(lines(path)).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        where: 'keyboard',
        code: 'keyboard/ignored',
        context: { chord: 'Ctrl+W' },
      },
      {
        level: 'warn',
        time: expect.any(String),
        where: 'log',
        code: 'log/disk-full',
        context: { free: 0 },
      },
    ]);
    expect(echoed.join('')).toBe(readFileSync(path, 'utf8'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('never quote what an error says, only where it came from', () => {
    const path = join(testFolder(), 'diagnostics.log');
    const diagnostics = openDiagnostics(path, () => undefined);
    diagnostics.problem(toGatelogError(new TypeError(`cannot read ${SECRET}`)), 'gate.read');
    diagnostics.problem(new GatelogError('bridge/bad-arguments', SECRET), 'gate.read');
    diagnostics.close();
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain(SECRET);
    expect(lines(path).map((line) => line['context'])).toEqual([
      { error: 'TypeError', at: expect.stringContaining('diagnostics.test') },
      {},
    ]);
  });

  it('put a file aside once it is big, so that they never fill the disk', () => {
    const path = join(testFolder(), 'diagnostics.log');
    const diagnostics = openDiagnostics(path, () => undefined);
    for (let line = 0; line < 12_000; line += 1) diagnostics.note('scanner', 'x'.repeat(150), { line });
    diagnostics.close();
    const sizes = [path, `${path}.1`].map((file) => statSync(file).size);
    expect(sizes.every((size) => size > 0 && size < 1_001_000)).toBe(true);
    expect(lines(path).at(-1)?.['context']).toEqual({ line: 11_999 });
  });

  it('go on without a file where none can be opened', () => {
    const path = join(testFolder(), 'diagnostics.log');
    mkdirSync(path);
    const echoed: string[] = [];
    const diagnostics = openDiagnostics(path, (line) => echoed.push(line));
    diagnostics.note('start', 'opened');
    diagnostics.close();
    expect(echoed).toHaveLength(1);
  });
});
