import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { hours, timestampMs } from '../../core/units.ts';
import { makeHc1 } from '../core/credential/hcert/make-hc1.ts';
import { longJws, makeShcIssuer, shcParts } from '../core/credential/shc/cards.ts';
import { makeCertificate } from '../support/certificates.ts';
import { type DeskKiosk, startDeskKiosk } from '../support/desk-kiosk.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { openGateLog, passage } from '../support/gate-log.ts';
import { growTmpfs, mountTmpfs } from '../support/mount.ts';

const it = itNeeding('mount');

describe('a kiosk whose disk is full', () => {
  it('keeps what the office corrects times by until there is room, and says once what is wrong', async () => {
    const disk = join(testFolder(), 'disk');
    mountTmpfs(disk, 4096);
    const kiosk = startDeskKiosk(disk);
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize));
    const recorded = (): boolean => kiosk.pushed('gate.verdict').at(-1)?.verdict !== 'not-recorded';
    for (let n = 0; n < 2000 && recorded(); n += 1) await kiosk.scan(`${n} ${'x'.repeat(8000)}`);
    expect(recorded()).toBe(false);

    await kiosk.call('clock.confirm', {});
    const told = kiosk.problems.length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(kiosk.problems.slice(told)).toEqual([]);

    growTmpfs(disk, 16_384);
    const isWell = () => kiosk.pushed('gate.state').at(-1)?.log.ok === true;
    while (!isWell()) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 600));
    await kiosk.close();
    const log = openGateLog(disk);
    const own = [...log.rows(1, 9999)].flatMap(({ kind, reason }) => (kind === 'clock' ? [reason] : []));
    log.close();
    expect(own).toEqual(['confirmed:0']);
  });

  it('goes on doubting a clock that leapt until the pause of deleting that goes with its confirmation is written', async () => {
    const disk = join(testFolder(), 'disk');
    mountTmpfs(disk, 4096);
    const log = openGateLog(disk);
    const made = passage(1);
    log.append([{ ...made, event: { ...made.event, atMs: timestampMs(Date.now() - hours(24 * 60)) } }]);
    log.close();
    const kiosk = startDeskKiosk(disk);
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    const shown = () => kiosk.pushed('gate.state').at(-1);
    expect(shown()?.clock).toBe('suspect');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize));
    const recorded = (): boolean => kiosk.pushed('gate.verdict').at(-1)?.verdict !== 'not-recorded';
    for (let n = 0; n < 2000 && recorded(); n += 1) await kiosk.scan(`${n} ${'x'.repeat(8000)}`);

    expect(await kiosk.call('clock.confirm', {})).toMatchObject({ ok: false, code: 'log/disk-full' });
    await kiosk.scan('one more');
    expect(shown()?.clock).toBe('suspect');

    growTmpfs(disk, 16_384);
    while (shown()?.log.ok !== true) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await kiosk.call('clock.confirm', {})).toMatchObject({ ok: true });
    expect(shown()).toMatchObject({ clock: 'ok', retention: { heldBy: 'leap' } });
    await kiosk.close();
  });
});

describe('an ask that waits for its answer', () => {
  itNeeding()('is shown again to a page that starts anew, and to none once it is answered', async () => {
    const kiosk = startDeskKiosk(testFolder());
    await kiosk.scan('no document at all');
    const shown = () => kiosk.pushed('gate.verdict').map(({ verdict, seq }) => [verdict, seq]);
    await kiosk.call('gate.state', {});
    expect(shown()).toEqual([
      ['ask', 2],
      ['ask', 2],
    ]);
    await kiosk.call('gate.answer', { askSeq: 2, answer: 'refuse' });
    await painted(kiosk);
    await kiosk.call('gate.state', {});
    expect(shown().slice(2)).toEqual([['stop', 3]]);
    await kiosk.close();
  });
});

describe('a verdict that no page was there to show', () => {
  const card = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A|20042021';

  itNeeding()('is shown to the page that starts next, once, and the newest alone', async () => {
    const kiosk = startDeskKiosk(testFolder());
    await kiosk.scan('no document at all');
    await kiosk.scan(card);
    const shown = () => kiosk.pushed('gate.verdict').map(({ verdict }) => verdict);
    expect(shown()).toEqual(['ask', 'welcome']);
    await kiosk.call('gate.state', {});
    expect(shown().slice(2)).toEqual(['welcome']);
    await painted(kiosk);
    await kiosk.call('gate.state', {});
    expect(shown().slice(3)).toEqual([]);
    await kiosk.close();
  });

  itNeeding()('is not shown where its ask was closed meanwhile by the code of another card', async () => {
    const kiosk = startDeskKiosk(testFolder());
    await kiosk.scan('no document at all');
    const [first = ''] = shcParts(longJws(makeShcIssuer()), 3);
    await kiosk.scan(first);
    await kiosk.call('gate.state', {});
    expect(kiosk.pushed('gate.verdict').map(({ verdict }) => verdict)).toEqual(['ask']);
    await kiosk.close();
  });
});

/** The page says that it painted the newest verdict. */
async function painted(kiosk: DeskKiosk): Promise<void> {
  const id = kiosk.pushed('gate.verdict').at(-1)?.id ?? 0;
  await kiosk.call('gate.painted', { id, atMs: performance.timeOrigin + performance.now() });
}

describe('undo', () => {
  itNeeding()('still takes an entry back after the same card was scanned once more', async () => {
    const kiosk = startDeskKiosk(testFolder());
    const card = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A|20042021';
    await kiosk.scan(card);
    await kiosk.scan(card);
    const { seq } = kiosk.pushed('gate.state').at(-1)?.undo ?? { seq: null };
    expect(seq).toBe(2);
    await kiosk.call('gate.undo', { seq: 2 });
    expect(kiosk.pushed('gate.state').at(-1)).toMatchObject({ undo: null, counts: { inside: 0 } });
    await kiosk.close();
  });

  itNeeding()('does not take back an ask that a repeat has closed', async () => {
    const kiosk = startDeskKiosk(testFolder());
    const card = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A|20042021';
    await kiosk.scan(card);
    await kiosk.scan('no document at all');
    await kiosk.scan(card);
    expect(await kiosk.call('gate.undo', { seq: 3 })).toMatchObject({ ok: false, code: 'undo/nothing' });
    await kiosk.close();
  });
});

describe('what tells of health', () => {
  const hc1 = makeHc1({ signer: makeCertificate({ subject: [['CN', 'Thu']] }) });
  const kept = async (settings: Record<string, unknown>) => {
    const folder = testFolder();
    const kiosk = startDeskKiosk(folder, settings);
    await kiosk.scan(hc1);
    await kiosk.close();
    const log = openGateLog(folder);
    const row = [...log.rows(1, 99)].find(({ kind }) => kind === 'in');
    const audit = [...log.audit.lines({ firstSeq: 1, lastSeq: 99 })].map((line) => line);
    log.close();
    const text = JSON.stringify(decodePayload(row?.payload ?? new Uint8Array()));
    return { name: text.includes('Nguyễn Văn Thử'), vaccine: text.includes('EU/1/20/1528'), audit };
  };

  itNeeding()('is not in the log of a site that has not said why it should be', async () => {
    expect(await kept({})).toEqual({ name: true, vaccine: false, audit: [] });
  });

  itNeeding()('is in the log of one that has, and the audit says why', async () => {
    const purpose = 'Kế hoạch tiêm chủng của đơn vị';
    expect(await kept({ healthDetails: { purpose } })).toEqual({
      name: true,
      vaccine: true,
      audit: [expect.objectContaining({ what: 'settings/health-details', fact_purpose: purpose })],
    });
  });
});

describe('an ask that one code of a card has closed', () => {
  itNeeding()('is not taken back any more', async () => {
    const kiosk = startDeskKiosk(testFolder());
    const [first = ''] = shcParts(longJws(makeShcIssuer()), 3);
    await kiosk.scan('no document at all');
    await kiosk.scan(first);
    expect(kiosk.pushed('gate.parts')).toMatchObject([{ have: [1], count: 3 }]);
    expect(kiosk.pushed('gate.state').at(-1)).toMatchObject({ openAskSeq: null, undo: null });
    expect(await kiosk.call('gate.undo', { seq: 2 })).toMatchObject({ ok: false, code: 'undo/nothing' });
    await kiosk.close();
  });
});
