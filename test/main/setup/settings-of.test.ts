import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugOf } from '../../../core/batch/slug.ts';
import { isGatelogError } from '../../../core/errors.ts';
import { settingsOf } from '../../../main/setup/settings-of.ts';
import { hashPassword } from '../../../main/staff/password.ts';
import { PLACE_KINDS, SETUP_STEPS, type SetupDraft } from '../../../preload/contract/setup.ts';

const hash = hashPassword('mat-khau-thu');
const SECRETS = { adminPassword: hash, recoveryCode: hash };
const DRAFT: SetupDraft = {
  step: 'summary',
  language: 'vi',
  siteName: ' Chợ Thử ',
  siteSlug: 'cho-thu',
  place: 'market',
  gateName: 'Cổng 1',
  gateSlug: 'cong-1',
  onlyGate: true,
  direction: 'auto',
  scanners: [],
  camera: { enabled: false, device: null },
  target: null,
};

const written = (answers: Partial<SetupDraft>): unknown =>
  JSON.parse(settingsOf({ ...DRAFT, ...answers }, SECRETS).text);
const missing = (answers: Partial<SetupDraft>): unknown => {
  try {
    return settingsOf({ ...DRAFT, ...answers }, SECRETS).text;
  } catch (error) {
    return isGatelogError(error, 'setup/incomplete') ? error.context['step'] : error;
  }
};

describe('the settings that set-up makes', () => {
  it('hold what was answered and nothing else', () => {
    expect(written({})).toEqual({
      language: 'vi',
      site: { slug: 'cho-thu', name: 'Chợ Thử', place: 'market' },
      gate: { slug: 'cong-1', name: 'Cổng 1' },
      onlyGate: true,
      lanes: [{ name: '1', direction: 'auto' }],
      ...SECRETS,
    });
  });

  it('put the scanners of two lanes each at its own', () => {
    const two = written({
      direction: 'both',
      scanners: [
        { kind: 'serial', port: '/dev/ttyACM0' },
        { kind: 'wedge', prefix: '~2' },
      ],
      camera: { enabled: true, device: 'Webcam' },
    });
    expect(two).toMatchObject({
      lanes: [
        { name: 'Vào', direction: 'in' },
        { name: 'Ra', direction: 'out' },
      ],
      scanners: [{ port: '/dev/ttyACM0', lane: 'Vào' }],
      wedge: { lane: 'Ra', prefixes: ['~2'] },
      camera: { enabled: true, device: 'Webcam' },
    });
  });

  it('let hospitals keep people for three days', () => {
    expect(written({ place: 'hospital' })).toMatchObject({ longestStayHours: 72 });
  });

  it.each<[string, Partial<SetupDraft>]>([
    ['site', { siteName: '  ' }],
    ['site', { place: null }],
    ['gate', { gateName: '' }],
    ['gate', { onlyGate: null }],
    ['gate', { onlyGate: false, direction: 'auto' }],
  ])('are not made where %s has no answer: %j', (step, answers) => {
    expect(missing(answers)).toBe(step);
  });

  it('can be made of whatever can be answered', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((given) => given.trim() !== '');
    const scanner = fc.oneof(
      fc.record({ kind: fc.constant('serial' as const), port: fc.string({ minLength: 1, maxLength: 40 }) }),
      fc.record({ kind: fc.constant('wedge' as const), prefix: fc.constantFrom('', '~1', 'AB') }),
    );
    const draft = fc.record({
      step: fc.constantFrom(...SETUP_STEPS),
      language: fc.constantFrom('vi' as const, 'en' as const),
      siteName: text,
      place: fc.constantFrom(...PLACE_KINDS),
      gateName: text,
      onlyGate: fc.boolean(),
      direction: fc.constantFrom('in' as const, 'out' as const, 'both' as const),
      scanners: fc.uniqueArray(scanner, { maxLength: 2, selector: (one) => JSON.stringify(one) }),
      camera: fc.record({
        enabled: fc.boolean(),
        device: fc.option(fc.string({ minLength: 1, maxLength: 40 })),
      }),
      target: fc.option(fc.string({ minLength: 1, maxLength: 40 }).filter((given) => !given.includes('\0'))),
    });
    fc.assert(
      fc.property(draft, (answers) => {
        const whole = {
          ...answers,
          siteSlug: slugOf(answers.siteName, 'site'),
          gateSlug: slugOf(answers.gateName, 'gate'),
        };
        const { settings } = settingsOf(whole, SECRETS);
        expect(settings.site.name).toBe(answers.siteName.trim());
      }),
    );
  });
});
