import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeSettings, changeSettingsIn, changeTarget } from '../../../main/settings/change.ts';
import { targetSchema } from '../../../main/settings/targets.ts';
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

  it('writes one target, and of it only what is new: what somebody wrote beside it meanwhile stays', () => {
    const file = join(testFolder(), 'settings.json');
    const written = (targets: readonly object[]): void =>
      writeFileSync(file, JSON.stringify({ ...JSON.parse(BEFORE.slice(1)), targets }));
    const [a, b] = ['a', 'b'].map((id) => ({ id, name: id, folder: `/srv/${id}` }));
    const before = targetSchema.parse({
      ...a,
      encryption: { plain: { reason: 'Sổ giấy vẫn nằm cạnh máy' } },
    });
    // Since the kiosk started somebody gave both more patience, and added a third.
    const byHand = [
      { ...before, patienceSeconds: 90 },
      { ...b, patienceSeconds: 60 },
      { id: 'c', name: 'c', folder: '/srv/c' },
    ];
    written(byHand);
    const targets = (): unknown => JSON.parse(readFileSync(file, 'utf8')).targets;
    const { encryption: _, ...rest } = before;
    const after = targetSchema.parse({ ...rest, folder: '/srv/new' });
    changeTarget(file, before, after);
    expect(targets()).toEqual([{ ...rest, folder: '/srv/new', patienceSeconds: 90 }, ...byHand.slice(1)]);
    const added = targetSchema.parse({ id: 'd', name: 'd', folder: '/srv/d' });
    changeTarget(file, null, added);
    changeTarget(file, after, null);
    expect(targets()).toEqual([...byHand.slice(1), added]);
    expect(() => changeTarget(file, null, targetSchema.parse(byHand[2]))).toThrow('targets/same-name');
    // One that somebody took out by hand comes back whole where it is changed.
    changeTarget(file, before, after);
    expect(targets()).toEqual([...byHand.slice(1), added, after]);
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
