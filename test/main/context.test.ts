import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isGatelogError } from '../../core/errors.ts';
import { readContext } from '../../main/context.ts';
import { parseSettings } from '../../main/settings/load.ts';
import { testFolder } from '../support/folder.ts';

const settingsWith = (more: Record<string, unknown>) =>
  parseSettings(JSON.stringify({ site: { slug: 's', name: 'S' }, gate: { slug: 'g', name: 'G' }, ...more }));

function rosterOf(bytes: string | Uint8Array): string {
  const path = join(testFolder(), 'roster.csv');
  writeFileSync(path, bytes);
  return path;
}

function pipeIn(folder: string): string {
  const path = join(folder, 'roster.csv');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return path;
}

const MAU = { name: 'Trần Thị Mẫu', department: 'Kho', validFrom: null, validTo: '2026-12-31' };

describe('the context of readers', () => {
  it('has the roster of the settings, by the headings that they give', () => {
    const rosterFile = rosterOf('Số từ;Chủ thẻ;Phòng ban;Hết hạn\r\nA1;Trần Thị Mẫu;Kho;31/12/2026\r\n');
    const rosterColumns = { code: 'SỐ TỪ', name: 'Chủ thẻ' };
    expect(readContext(settingsWith({ rosterFile, rosterColumns })).badge('a1')).toEqual(MAU);
  });

  it("reads Excel's Unicode text", () => {
    const text = '\ufeffMã thẻ\tHọ tên\tPhòng ban\tĐến ngày\r\nA1\tTrần Thị Mẫu\tKho\t31/12/2026\r\n';
    const rosterFile = rosterOf(Buffer.from(text, 'utf16le'));
    expect(readContext(settingsWith({ rosterFile })).badge('A1')).toEqual(MAU);
  });

  it('knows no badge where no roster is set up', () => {
    expect(readContext(settingsWith({})).badge('A1')).toBeNull();
  });

  it.each([
    ['a wrong line', () => rosterOf('code,name\nA1,'), 'roster/invalid'],
    ['another code page', () => rosterOf(Buffer.of(0x41, 0xff)), 'roster/invalid'],
    ['one that never ends', () => '/dev/zero', 'settings/unreadable'],
    ['a pipe that nobody writes to', () => pipeIn(testFolder()), 'settings/unreadable'],
    ['a file that is not there', () => join(testFolder(), 'none.csv'), 'settings/unreadable'],
  ])('is refused for %s', (_what, rosterFile, code) => {
    let thrown: unknown = null;
    try {
      readContext(settingsWith({ rosterFile: rosterFile() }));
    } catch (error) {
      thrown = error;
    }
    expect(isGatelogError(thrown) && thrown.code).toBe(code);
  });

  it('takes only headings that name something', () => {
    const settings = (rosterColumns: unknown) => () => settingsWith({ rosterColumns });
    expect(settings({ code: 'Mã' })).not.toThrow();
    for (const wrong of [{ code: ' ' }, { code: '---' }, { badge: 'Mã' }, 'Mã', { name: 'x'.repeat(121) }]) {
      expect(settings(wrong)).toThrow('settings/invalid');
    }
  });
});
