import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hours, timestampMs } from '../../../core/units.ts';
import { hashPassword } from '../../../main/staff/password.ts';
import { type DeskKiosk, startDeskKiosk } from '../../support/desk-kiosk.ts';
import { testFolder } from '../../support/folder.ts';
import { openGateLog, passage } from '../../support/gate-log.ts';

function start(folder: string, settings: Record<string, unknown> = {}): DeskKiosk {
  const kiosk = startDeskKiosk(folder, settings);
  onTestFinished(() => kiosk.close());
  return kiosk;
}

describe('the administrator who says how long personal data are kept', () => {
  it('sees what a rule would delete; it is in force once the settings file has it, and the audit says so', async () => {
    const folder = testFolder();
    const file = join(folder, 'settings.json');
    const base = { site: { slug: 's', name: 'S' }, gate: { slug: 'g', name: 'G' }, lanes: [{ name: '1' }] };
    writeFileSync(file, JSON.stringify(base));
    const log = openGateLog(folder);
    const now = Date.now();
    for (const daysAgo of [12, 11, 1]) {
      const made = passage(1);
      log.append([{ ...made, event: { ...made.event, atMs: timestampMs(now - daysAgo * hours(24)) } }]);
    }
    log.close();
    const kiosk = start(folder);
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    expect(await kiosk.call('retention.preview', { days: 10 })).toMatchObject({
      value: { days: 10, events: 2 },
    });
    expect(await kiosk.call('retention.preview', { days: 'never' })).toMatchObject({ value: { events: 0 } });
    expect(await kiosk.call('retention.view', {})).toMatchObject({
      value: { days: 30, phase: 'resting', heldBy: null, forgottenUpTo: 0, keptEvents: 4, dueEvents: 0 },
    });
    expect(await kiosk.call('retention.change', { days: 'never' })).toMatchObject({
      value: { days: 'never', heldBy: 'never', nextAtMs: null },
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ ...base, keepPersonalDays: 'never' });
    await kiosk.call('retention.run', {});
    expect(kiosk.pushed('gate.state').at(-1)?.retention).toMatchObject({ days: 'never', heldBy: 'never' });
    await kiosk.close();
    const after = openGateLog(folder);
    const acts = [...after.audit.lines({ firstSeq: 1, lastSeq: 99 })].map(({ what }) => String(what));
    after.close();
    expect(acts.filter((what) => what.startsWith('retention/'))).toEqual([
      'retention/changed',
      'retention/asked',
    ]);
  });
});

describe('the calls of retention', () => {
  it.each([
    ['retention.view', {}],
    ['retention.preview', { days: 3 }],
    ['retention.change', { days: 'never' }],
    ['retention.run', {}],
  ] as const)('%s is refused to a guard', async (name, args) => {
    const kiosk = start(testFolder(), { adminPassword: hashPassword('mật khẩu') });
    expect(await kiosk.call(name, args)).toMatchObject({ ok: false, code: 'bridge/not-allowed' });
  });

  it.each([
    ['retention.preview', { days: 0 }],
    ['retention.change', { days: 3651 }],
    ['retention.change', { days: 1.5 }],
    ['retention.change', { days: 'always' }],
    ['retention.run', { now: true }],
  ] as const)('%s refuses wrong arguments: %j', async (name, args) => {
    const kiosk = start(testFolder());
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    const call = kiosk.call as (name: string, args: unknown) => Promise<unknown>;
    expect(await call(name, args)).toMatchObject({ ok: false, code: 'bridge/bad-arguments' });
  });
});
