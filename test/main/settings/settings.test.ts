import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isGatelogError } from '../../../core/errors.ts';
import { defaultSettings, loadSettings, parseSettings, settingsPath } from '../../../main/settings/load.ts';
import { hashPassword } from '../../../main/staff/password.ts';
import { testFolder } from '../../support/folder.ts';

const LEAST = {
  site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
  gate: { slug: 'cong-chinh', name: 'Cổng chính' },
};
const parse = (more: Record<string, unknown> = {}) => parseSettings(JSON.stringify({ ...LEAST, ...more }));

/** Code of what it throws, and its message. */
function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return isGatelogError(error) ? error.message : `another error: ${String(error)}`;
  }
  return 'accepted';
}

describe('a settings file', () => {
  it('needs no more than site and gate: one lane IN, a keyboard scanner, nothing inferred', () => {
    expect(parse()).toEqual({
      ...LEAST,
      language: 'vi',
      onlyGate: false,
      lanes: [{ name: '1', direction: 'in' }],
      scanners: [],
      wedge: { prefixes: [], terminator: 'enter', silenceMs: 200, burstGapMs: 35, burstMinKeys: 6 },
      camera: { enabled: false },
      repeatWindowSeconds: 60,
      longestStayHours: 16,
      closingTime: null,
      capacity: null,
      verdictSeconds: 5,
      soundVolume: 70,
      showNames: true,
      policy: {},
      keepPersonalDays: 30,
      trustWarnDays: 90,
      target: null,
      batches: { profile: 'full', headings: 'vi', sealAt: [], keepDays: 30, keepMegabytes: 4000 },
      sticks: { withoutAsking: false, alsoDevices: [] },
      targets: [],
      deliveryWarnHours: 168,
      adminPassword: null,
      recoveryCode: null,
      startWithSystem: true,
      fullscreen: true,
    });
  });

  it('may begin with the mark that Windows editors write', () => {
    expect(parseSettings(`\ufeff${JSON.stringify(LEAST)}`)).toEqual(parse());
  });

  it('gives whole paths: a relative one counts from the folder in which the kiosk was started', () => {
    const { dataFolder, keyFile, target } = parse({
      dataFolder: 'data',
      keyFile: '/keys/log.key',
      target: './usb',
    });
    expect([dataFolder, keyFile, target]).toEqual([
      resolve('data'),
      resolve('/keys/log.key'),
      resolve('usb'),
    ]);
  });

  it('refuses a password hash that lost its end: it would lock everybody out', () => {
    const hash = hashPassword('mật khẩu thử');
    expect(parse({ adminPassword: hash }).adminPassword).toBe(hash);
    for (const cut of [hash.slice(0, -1), hash.slice(0, -20), hash.replace(/[^$]+$/, '=')]) {
      expect(refusal(() => parse({ adminPassword: cut }))).toContain('copy the whole line');
    }
  });

  it('takes a policy by kind, check, outcome and act, and refuses every word that is none of these', () => {
    const policy = { 'hcert-dcc': { notExpired: { fail: 'ask' } }, '*': { signature: { unknown: 'admit' } } };
    expect(parse({ policy }).policy).toEqual(policy);
    const wrong: Record<string, unknown> = {
      'a kind that is not there': { passport: {} },
      'a kind that has rules of its own': { control: { controlCode: { fail: 'admit' } } },
      'a kind that is never a pass': { wifi: { checksum: { fail: 'admit' } } },
      'a check that is not there': { cccd: { valid: { fail: 'stop' } } },
      'an outcome that is not there': { cccd: { signature: { failed: 'stop' } } },
      'an act that is not there': { cccd: { signature: { fail: 'deny' } } },
      'no outcomes at all': { cccd: { signature: 'stop' } },
    };
    const refused = Object.entries(wrong).filter(([, given]) =>
      refusal(() => parse({ policy: given })).startsWith('settings/invalid: '),
    );
    expect(refused.map(([title]) => title)).toEqual(Object.keys(wrong));
  });

  it('keeps health details for a purpose that is said, and for none that is not', () => {
    const purpose = 'Tiêm chủng theo Quyết định 1 của đơn vị';
    expect(parse({ healthDetails: { purpose } }).healthDetails).toEqual({ purpose });
    for (const given of [true, {}, { purpose: '' }, { purpose: '          ' }, { purpose: 'vì' }]) {
      expect(refusal(() => parse({ healthDetails: given }))).toContain('healthDetails');
    }
  });

  it('is not needed: without one a kiosk starts with one gate and one lane', () => {
    expect(defaultSettings()).toMatchObject({ onlyGate: true, lanes: [{ name: '1', direction: 'auto' }] });
  });

  it('is refused whole for one wrong key, which is named, and for more than one all are', () => {
    const said = refusal(() =>
      parse({ capcity: 3, verdictSeconds: 0, lanes: [{ name: '1', direction: 'up' }] }),
    );
    expect(said).toMatch(/^settings\/invalid: /);
    expect(['capcity', 'verdictSeconds', 'lanes[0].direction'].filter((key) => !said.includes(key))).toEqual(
      [],
    );
  });

  it('is refused where two things of it cannot both be true', () => {
    const lanes = [{ name: 'A' }, { name: 'B' }];
    const wrong: Record<string, unknown>[] = [
      { lanes: [{ name: 'A' }, { name: 'A' }] },
      { lanes: [{ name: 'A', direction: 'auto' }] },
      { lanes, scanners: [{ port: '/dev/ttyACM0' }, { port: '/dev/ttyACM0' }] },
      { lanes, scanners: [{ port: '/dev/ttyACM0', lane: 'C' }] },
      { lanes, wedge: { lane: 'C' } },
      { lanes, camera: { enabled: true, lane: 'C' } },
    ];
    expect(wrong.map((more) => refusal(() => parse(more)).replace(/\s+/g, ' '))).toEqual([
      'settings/invalid: ✖ two lanes have the same name → at lanes (line 1)',
      'settings/invalid: ✖ auto needs onlyGate: true → at lanes (line 1)',
      'settings/invalid: ✖ two scanners have the same port → at scanners (line 1)',
      'settings/invalid: ✖ no lane is named "C" → at scanners[0].lane (line 1)',
      'settings/invalid: ✖ no lane is named "C" → at wedge.lane (line 1)',
      'settings/invalid: ✖ no lane is named "C" → at camera.lane (line 1)',
    ]);
  });

  it('takes every number at the ends of its range and none beyond', () => {
    const ranges: Record<string, [least: number, most: number]> = {
      repeatWindowSeconds: [2, 900],
      longestStayHours: [1, 240],
      capacity: [1, 100_000],
      verdictSeconds: [1, 60],
      soundVolume: [0, 100],
    };
    const seen = Object.entries(ranges).map(([key, [least, most]]) =>
      [least - 1, least, most, most + 1].map(
        (value) => refusal(() => parse({ [key]: value })) === 'accepted',
      ),
    );
    expect(seen).toEqual(seen.map(() => [false, true, true, false]));
  });

  it('takes only slugs that are safe as names of folders', () => {
    const slugs = [
      'a',
      'benh-vien-1',
      'A',
      'a b',
      '../a',
      'a/b',
      'bệnh-viện',
      '-a',
      'a--b',
      '',
      'a'.repeat(41),
      // Windows opens devices by these: no batch could ever be sealed.
      'con',
      'com1',
    ];
    const fit = slugs.filter((slug) => refusal(() => parse({ site: { slug, name: 'x' } })) === 'accepted');
    expect(fit).toEqual(['a', 'benh-vien-1']);
  });

  it('is named unreadable where it is not there or is a folder, and invalid where it is no JSON', () => {
    const folder = testFolder();
    const file = join(folder, 'settings.json');
    writeFileSync(file, '{ "site": ');
    const paths = [join(folder, 'none.json'), folder, file];
    expect(paths.map((path) => refusal(() => loadSettings(path)).split(':')[0])).toEqual([
      'settings/unreadable',
      'settings/unreadable',
      'settings/invalid',
    ]);
  });
});

describe('the path of the settings', () => {
  const file = '/home/gate/settings.json';

  it('is the argument, with = or a space, before the environment; null where neither names one', () => {
    const env = { GATELOG_SETTINGS: '/other.json' };
    expect(settingsPath(['electron', '.', `--settings=${file}`], env)).toBe(file);
    expect(settingsPath(['electron', '.', '--settings', file], env)).toBe(file);
    expect(settingsPath(['electron', '.'], env)).toBe('/other.json');
    expect(settingsPath(['electron', '.'], { GATELOG_SETTINGS: '' })).toBeNull();
    expect(settingsPath(['electron', '.'], {})).toBeNull();
  });

  it('stops the start where the argument names no file: nobody wants a trial gate then', () => {
    for (const argv of [['--settings'], ['--settings='], ['--settings', '--no-sandbox']]) {
      expect(refusal(() => settingsPath(argv, {}))).toBe(
        'settings/unreadable: no file is named: --settings=FILE',
      );
    }
  });
});

describe('targets in a settings file', () => {
  const target = { id: 'kho', name: 'Kho', folder: '/mnt/kho' };
  const targets = (...all: Record<string, unknown>[]) => parse({ targets: all }).targets;

  it('are required, silent for at most half a minute, and served when somebody asks, unless they say more', () => {
    expect(targets(target)).toEqual([{ ...target, times: [], required: true, patienceSeconds: 30 }]);
  });

  it('are refused with two of one id, a time that is none or stands twice, or two ways of encryption', () => {
    const two = { recipientsFile: '/a', plain: { reason: 'because of this test' } };
    for (const wrong of [
      [target, target],
      [{ ...target, id: 'Kho' }],
      [{ ...target, times: ['24:00'] }],
      [{ ...target, times: ['06:00', '06:00'] }],
      [{ ...target, encryption: two }],
      [{ ...target, patienceSeconds: 1 }],
      Array.from({ length: 9 }, (_, n) => ({ ...target, id: `kho-${n}` })),
    ])
      expect(refusal(() => targets(...wrong))).toContain('settings/invalid');
  });
});
