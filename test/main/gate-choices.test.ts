import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';

function start(settings: Record<string, unknown> = {}) {
  const folder = testFolder();
  const file = join(folder, 'settings.json');
  const written = {
    site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
    gate: { slug: 'cong-chinh', name: 'Cổng chính' },
    ...settings,
  };
  writeFileSync(file, JSON.stringify(written));
  const kiosk = startDeskKiosk(folder, settings);
  onTestFinished(() => kiosk.close());
  return { ...kiosk, file, signIn: () => kiosk.call('staff.sign-in', { password: '' }) };
}

describe('what an administrator chooses for the gate', () => {
  it('begins with what people usually come for at this kind of place, in the language of the log', () => {
    const purposes = (site: object, language = 'vi') =>
      start({ site: { slug: 's', name: 'S', ...site }, language })
        .pushed('gate.state')
        .at(-1)?.purposes;
    expect(purposes({ place: 'school' })).toEqual([
      'Đón con',
      'Gặp giáo viên',
      'Học tập',
      'Làm việc',
      'Giao hàng',
      'Sửa chữa',
    ]);
    expect(purposes({ place: 'gym' }, 'en')).toEqual(['Exercise', 'Delivery', 'Work']);
    expect(purposes({})).toEqual(['Làm việc', 'Họp', 'Giao hàng', 'Sửa chữa']);
  });

  it('is in force at once and stands in the settings file, beside what somebody wrote there', async () => {
    const { call, pushed, file, signIn } = start();
    await signIn();
    const chosen = { purposes: ['Làm việc', 'Lấy mẫu'], soundVolume: 40, showNames: false };
    expect(await call('choices.change', chosen)).toMatchObject({ ok: true, value: chosen });
    const { showNames: _, ...shown } = chosen;
    expect(pushed('gate.state').at(-1)).toMatchObject(shown);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
      gate: { slug: 'cong-chinh', name: 'Cổng chính' },
      ...chosen,
    });
  });

  it('stays as it was where the settings file cannot be written, and says so', async () => {
    const { call, pushed, file, signIn } = start({ soundVolume: 30 });
    await signIn();
    writeFileSync(file, 'no settings at all');
    expect(await call('choices.change', { purposes: [], soundVolume: 90, showNames: true })).toMatchObject({
      ok: false,
      code: 'settings/unwritable',
    });
    expect(pushed('gate.state').at(-1)?.soundVolume).toBe(30);
    expect(readFileSync(file, 'utf8')).toBe('no settings at all');
  });

  it('is an administrator’s: a guard, a double purpose and a loudness beyond the range are refused', async () => {
    const { call, signIn } = start({ adminPassword: null });
    const change = async (purposes: string[], soundVolume: number) => {
      const answer = await call('choices.change', { purposes, soundVolume, showNames: true });
      return answer.ok ? 'changed' : answer.code;
    };
    expect(await change(['A'], 50)).toBe('bridge/not-allowed');
    await signIn();
    expect(await change(['A', 'A'], 50)).toBe('bridge/bad-arguments');
    expect(await change(['A'], 101)).toBe('bridge/bad-arguments');
    expect(await change(['x'.repeat(41)], 50)).toBe('bridge/bad-arguments');
    expect(await change([], 0)).toBe('changed');
  });

  it('names nobody on the screen where names are switched off, while the log holds them and the verdict stays', async () => {
    const { call, pushed, scan, signIn } = start({ lanes: [{ name: '1', direction: 'in' }] });
    await signIn();
    await call('choices.change', { purposes: [], soundVolume: 0, showNames: false });
    await scan('001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021');
    await scan('001099000002||Nguy?n Th\ufffd Th\ufffd|15051999|Nữ|Xã A|20042021');
    const shown = pushed('gate.verdict').map(({ verdict, name, birthYear, rawShort }) => ({
      verdict,
      name,
      birthYear,
      rawShort,
    }));
    expect(shown).toEqual([
      { verdict: 'welcome', name: null, birthYear: '1999', rawShort: null },
      { verdict: 'ask', name: null, birthYear: '1999', rawShort: null },
    ]);
    const state = pushed('gate.state').at(-1);
    expect([state?.recent.map(({ nameMasked }) => nameMasked), state?.undo?.nameMasked ?? null]).toEqual([
      [null, null],
      null,
    ]);
    await call('choices.change', { purposes: [], soundVolume: 0, showNames: true });
    expect(pushed('gate.state').at(-1)?.recent.at(-1)?.nameMasked).toContain('Thử');
  });
});
