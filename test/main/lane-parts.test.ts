import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { NOTHING_KNOWN } from '../../core/credential/credential.ts';
import { GatelogError } from '../../core/errors.ts';
import type { ReadSource } from '../../core/read/read.ts';
import { hours, seconds, timestampMs } from '../../core/units.ts';
import { type Admitted, createAdmit } from '../../main/admit.ts';
import type { Stamp } from '../../main/events.ts';
import { createLaneParts, type LaneParts } from '../../main/lane-parts.ts';
import { openLog } from '../../main/log/index.ts';
import type { Log } from '../../main/log/log.ts';
import { longJws, makeShcIssuer, shcParts, trustOf } from '../core/credential/shc/cards.ts';
import { testFolder } from '../support/folder.ts';

const SERIAL: ReadSource = { kind: 'serial', port: '/dev/ttyACM0' };
const WEDGE: ReadSource = { kind: 'wedge', prefix: '' };
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const issuer = makeShcIssuer();
const [one = '', two = '', three = ''] = shcParts(longJws(issuer), 3);
const [other = ''] = shcParts(longJws(makeShcIssuer()), 3);

let log: Log;
let now: Stamp;
let openAsk: number | null;
let parts: LaneParts;
let full: boolean;

beforeEach(() => {
  now = {
    atMs: timestampMs(Date.UTC(2026, 10, 24, 1)),
    offsetMin: 420,
    bootId: 'b',
    uptimeMs: 9_000,
    clock: 'ok',
  };
  openAsk = null;
  full = false;
  const opened = openLog({
    path: join(testFolder(), 'gate.db'),
    key: randomBytes(32),
    gateId: 'main',
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => now.atMs,
  });
  log = {
    ...opened,
    append: (events) => {
      if (full) throw new GatelogError('log/disk-full', 'the disk is full');
      return opened.append(events);
    },
  };
  parts = createLaneParts({ log, stamp: () => now, guard: () => null });
  onTestFinished(() => opened.close());
});

function read(raw: string, { lane = '1', source = SERIAL, afterS = 1 } = {}): Admitted {
  now = { ...now, atMs: timestampMs(now.atMs + afterS * 1000), uptimeMs: now.uptimeMs + afterS * 1000 };
  const admit = createAdmit({
    log,
    parts,
    stamp: () => now,
    context: () => ({ ...NOTHING_KNOWN, trust: trustOf(issuer), nowMs: now.atMs }),
    rules: () => ({
      onlyGate: true,
      repeatWindowMs: seconds(60),
      longestStayMs: hours(16),
      capacity: null,
      lastClosingAtMs: null,
      policy: {},
    }),
    direction: () => 'in',
    guard: () => null,
    keeping: { healthDetails: false },
    openAsk: () => openAsk,
    controlAllowed: () => false,
    insideCount: () => 0,
  });
  return admit({ raw, source, lane, atMs: now.atMs });
}

/** What a read came to, short. */
function came(admitted: Admitted): string {
  switch (admitted.kind) {
    case 'part':
      return `${admitted.again ? 'again ' : ''}${admitted.progress.have.join()} of ${admitted.progress.count}`;
    case 'recorded':
      return `${admitted.decision.verdict} ${admitted.decision.reason} ${admitted.credential.name}`;
    default:
      return admitted.kind;
  }
}
const rows = () =>
  [...log.rows(1, 99)].map(({ kind, reason, credentialKind }) => `${kind} ${reason} ${credentialKind}`);

describe('a card in several codes', () => {
  it.each([
    ['in order', [one, two, three], ['1 of 3', '1,2 of 3']],
    ['from the end', [three, two, one], ['3 of 3', '2,3 of 3']],
    [
      'one of them twice',
      [two, two, one, two, three],
      ['2 of 3', 'again 2 of 3', '1,2 of 3', 'again 1,2 of 3'],
    ],
  ])('is one row and one verdict at its last code: %s', (_title, texts, progress) => {
    const seen = texts.map((text) => came(read(text)));
    expect(seen).toEqual([...progress, 'welcome entered Nguyễn Văn Thử']);
    expect(rows()).toEqual(['in entered shc']);
  });

  it('is verified as a whole, and the log keeps who and what was checked, not the health in it', () => {
    read(one);
    read(two);
    const whole = read(three);
    expect(
      whole.kind === 'recorded' && whole.decision.checks.map((check) => `${check.name} ${check.outcome}`),
    ).toEqual(expect.arrayContaining(['signature pass', 'issuerKnown pass', 'wellFormed pass']));
    const [row] = log.rows(1, 1);
    const personal = decodePayload(row?.payload ?? new Uint8Array());
    expect(row?.checks).toContain('signature=pass');
    expect(personal).toMatchObject({ raw: null, birth: '1999-05-15', documentKind: 'certificate' });
    expect(Object.keys(personal.fields).filter((name) => /vaccin|dose|lot|code/i.test(name))).toEqual([]);
    expect(JSON.stringify(personal)).not.toContain('207');
  });

  it('may come from several scanners of a lane, and two lanes do not mix', () => {
    const seen = [
      read(one),
      read(other, { lane: '2' }),
      read(two, { source: WEDGE }),
      read(three, { source: { kind: 'camera' } }),
    ];
    expect(seen.map(came).map((what) => what.split(' ').slice(0, 3).join(' '))).toEqual([
      '1 of 3',
      '1 of 3',
      '1,2 of 3',
      'welcome entered Nguyễn',
    ]);
    expect([parts.collecting('1'), parts.collecting('2')]).toEqual([false, true]);
  });

  it('that was just read changes nothing when its codes are shown again', () => {
    for (const text of [one, two, three]) read(text);
    expect([two, one, three].map((text) => came(read(text, { afterS: 15 })))).toEqual(
      Array(3).fill('again 1,2,3 of 3'),
    );
    expect(rows()).toHaveLength(1);
  });

  it('is read anew once it was out of sight for long enough', () => {
    for (const text of [one, two, three]) read(text);
    expect(came(read(two, { afterS: 21 }))).toBe('2 of 3');
  });

  it('closes an ask that nobody answered with its first code, and only then', () => {
    const asked = read('no document at all');
    openAsk = asked.kind === 'recorded' ? asked.event.seq : null;
    expect(read(one)).toMatchObject({ kind: 'part', closedAsk: true });
    openAsk = null;
    expect(read(two)).toMatchObject({ kind: 'part', closedAsk: false });
    expect(rows()).toEqual(['asked unknown-text unknown-text', 'refused unanswered ']);
  });
});

describe('a card that is not read to its end', () => {
  it('is an unreadable row before that of the card which comes in between, and the verdict knows of it', () => {
    read(one);
    read(three);
    expect(read(CARD)).toMatchObject({
      kind: 'recorded',
      dropped: { have: [1, 3], count: 3, source: SERIAL },
      decision: { verdict: 'welcome' },
    });
    expect(rows()).toEqual(['unreadable parts-missing shc-part', 'in entered cccd']);
    const [row] = log.rows(1, 1);
    expect(decodePayload(row?.payload ?? new Uint8Array())).toMatchObject({
      raw: null,
      document: null,
      fields: { partsRead: '1 3', partsCount: '3' },
    });
    expect(came(read(two))).toBe('2 of 3');
  });

  it('stays open through codes that name nobody: a bad read, a code held up by mistake, nothing', () => {
    read(one);
    for (const text of ['xin chào', ']Q3', 'https://vi-du.example/phieu']) read(text);
    read(two);
    expect(came(read(three))).toMatch(/^welcome/);
  });

  it.each([
    ['one of its own codes with a digit lost', two.slice(0, -1)],
    ['a certificate of which nothing could be read', 'HC1:6BF+70790T9WJWG.FKY*4GO0'],
  ])('stays open through a code that could not be read: %s', (_title, bad) => {
    read(one);
    expect(came(read(bad))).toBe('unreadable certificate-unreadable null');
    expect(came(read(two))).toBe('1,2 of 3');
    expect(came(read(three))).toMatch(/^welcome/);
  });

  it('ends where a code contradicts it: of another set of as many', () => {
    read(one);
    expect(read(other)).toMatchObject({ kind: 'part', progress: { have: [1] }, dropped: { have: [1] } });
    expect(rows()).toEqual(['unreadable parts-missing shc-part']);
  });

  it('ends where its time is over, by the machine’s own clock, and then is due once', () => {
    read(one);
    expect(parts.giveUp('1', true)).toBeNull();
    now = { ...now, uptimeMs: now.uptimeMs + 20_000 };
    expect(parts.giveUp('1', true)).toMatchObject({
      event: { seq: 1, kind: 'unreadable', lane: '1', source: 'serial:/dev/ttyACM0' },
      unfinished: { have: [1], count: 3 },
    });
    expect(parts.giveUp('1', true)).toBeNull();
    expect(rows()).toEqual(['unreadable parts-missing shc-part']);
  });

  it('whose time was over before the timer came is closed by the next read, whatever that is', () => {
    read(one);
    read('xin chào', { afterS: 25 });
    expect(rows()).toEqual(['unreadable parts-missing shc-part', 'asked unknown-text unknown-text']);
  });
});

describe('a disk that takes no row', () => {
  it('leaves the last code unread, so that showing it once more is a row after all', () => {
    read(one);
    read(two);
    full = true;
    expect(read(three)).toMatchObject({ kind: 'failed', error: { code: 'log/disk-full' } });
    full = false;
    expect(came(read(three))).toMatch(/^welcome entered/);
  });

  it('leaves a set that is to be given up where it was', () => {
    read(one);
    now = { ...now, uptimeMs: now.uptimeMs + 20_000 };
    full = true;
    expect(() => parts.giveUp('1', true)).toThrow('log/disk-full');
    full = false;
    expect(parts.giveUp('1', true)?.unfinished.have).toEqual([1]);
  });
});

it('a code that says of itself what cannot be is told at once and collects nothing', () => {
  expect(came(read(`shc:/1/60/${three.replace('shc:/3/3/', '')}`))).toMatch(/^unreadable parts-missing/);
  expect(parts.collecting('1')).toBe(false);
});
