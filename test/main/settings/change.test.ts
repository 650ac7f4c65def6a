import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeSettings, changeSettingsIn } from '../../../main/settings/change.ts';
import { hashPassword } from '../../../main/staff/password.ts';
import { testFolder } from '../../support/folder.ts';

const BEFORE =
  '\uFEFF{ "site": {"slug": "cho-thu", "name": "Chợ Thử"}, "gate": {"slug": "cong-1", "name": "Cổng 1"} }';

describe('changing settings', () => {
  it('writes the new values and leaves the others as they were', () => {
    const file = join(testFolder(), 'settings.json');
    writeFileSync(file, BEFORE);
    const adminPassword = hashPassword('mat-khau-thu');
    changeSettings(file, { adminPassword });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      site: { slug: 'cho-thu', name: 'Chợ Thử' },
      gate: { slug: 'cong-1', name: 'Cổng 1' },
      adminPassword,
    });
  });

  it('changes one value of a group and leaves what somebody wrote beside it meanwhile', () => {
    const file = join(testFolder(), 'settings.json');
    writeFileSync(file, BEFORE);
    changeSettingsIn(file, 'batches', { sealAt: ['12:00'] });
    const first = JSON.parse(readFileSync(file, 'utf8'));
    const encryption = { plain: { reason: 'Sổ giấy vẫn nằm cạnh máy' } };
    writeFileSync(file, JSON.stringify({ ...first, batches: { ...first.batches, encryption } }));
    changeSettingsIn(file, 'batches', { sealAt: ['22:00'] });
    expect([first.batches, JSON.parse(readFileSync(file, 'utf8')).batches]).toEqual([
      { sealAt: ['12:00'] },
      { sealAt: ['22:00'], encryption },
    ]);
  });

  it('leaves the file alone where the result would be no settings', () => {
    const file = join(testFolder(), 'settings.json');
    writeFileSync(file, BEFORE);
    expect(() => changeSettings(file, { adminPassword: 'plain' })).toThrow('settings/invalid');
    expect(readFileSync(file, 'utf8')).toBe(BEFORE);
  });

  it.each(['', '[]', '{', 'null'])('says that a file holding %j cannot be changed', (text) => {
    const file = join(testFolder(), 'settings.json');
    writeFileSync(file, text);
    expect(() => changeSettings(file, {})).toThrow('settings/unwritable');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('says so where there is no file, and makes none', () => {
    const file = join(testFolder(), 'settings.json');
    expect(() => changeSettings(file, {})).toThrow('settings/unwritable');
    expect(existsSync(file)).toBe(false);
  });
});
