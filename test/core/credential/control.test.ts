import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTROL_COMMANDS, makeControlCode } from '../../../core/credential/control.ts';
import { EMPTY_SITE, readText } from './people.ts';

const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
const site = { ...EMPTY_SITE, siteSecret: secret };
const other = { ...EMPTY_SITE, siteSecret: new Uint8Array(32) };

describe('a control code', () => {
  it.each(CONTROL_COMMANDS)('%s of this site is authentic', (command) => {
    const credential = readText(makeControlCode(secret, command), site);
    expect(credential).toMatchObject({
      kind: 'control',
      documents: [],
      control: { command, authentic: true, argument: null },
    });
    expect(credential.checks).toMatchObject([{ name: 'controlCode', outcome: 'pass' }]);
  });

  it('carries its argument under the HMAC', () => {
    const code = makeControlCode(secret, 'GUARD', 'an.thu');
    expect(readText(code, site).control).toEqual({ command: 'GUARD', authentic: true, argument: 'an.thu' });
    expect(readText(code.replace('an.thu', 'an.thi'), site).control?.authentic).toBe(false);
    expect(readText(code.replace(':an.thu', ''), site).control?.authentic).toBe(false);
  });

  it('holds 128 bits of HMAC-SHA256 over what it says', () => {
    const mac = makeControlCode(secret, 'IN').split(':').at(-1) ?? '';
    const bits = [...mac]
      .map((digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(digit).toString(2).padStart(5, '0'))
      .join('');
    const expected = createHmac('sha256', secret).update('1:IN').digest().subarray(0, 16);
    expect(mac).toHaveLength(26);
    expect(bits.slice(0, 128)).toBe([...expected].map((byte) => byte.toString(2).padStart(8, '0')).join(''));
  });

  it.each([
    ['another site', makeControlCode(new Uint8Array(32), 'UNDO')],
    ['another command', makeControlCode(secret, 'IN').replace(':IN:', ':OUT:')],
    ['another version', makeControlCode(secret, 'IN').replace('GATELOG:1', 'GATELOG:2')],
    ['a cut HMAC', makeControlCode(secret, 'IN').slice(0, -1)],
    ['no HMAC', 'GATELOG:1:IN:'],
    ['nothing behind the command', 'GATELOG:1:IN'],
    ['more behind the HMAC', `${makeControlCode(secret, 'IN')}:x`],
    ['a wide character in the HMAC', `${makeControlCode(secret, 'IN').slice(0, -1)}ế`],
  ])('with %s is a control code that is not authentic', (_what, code) => {
    expect(readText(code, site)).toMatchObject({
      kind: 'control',
      control: { authentic: false },
      checks: [{ outcome: 'fail' }],
    });
  });

  it('is never authentic where the site has no secret', () => {
    expect(readText(makeControlCode(secret, 'IN'), EMPTY_SITE)).toMatchObject({
      control: { authentic: false },
      checks: [{ outcome: 'unknown' }],
    });
    const empty = { ...EMPTY_SITE, siteSecret: new Uint8Array(0) };
    expect(readText(makeControlCode(new Uint8Array(0), 'IN'), empty).control?.authentic).toBe(false);
  });

  it('of a command that is not known stays unknown text', () => {
    expect(readText('GATELOG:1:OPEN:ABC', site)).toMatchObject({
      kind: 'unknown-text',
      notes: ['looks-like-control'],
    });
  });

  it('cannot be on a roster', () => {
    const roster = {
      ...site,
      badge: () => ({ name: 'X', department: null, validFrom: null, validTo: null }),
    };
    expect(readText(makeControlCode(secret, 'UNDO'), roster).kind).toBe('control');
  });

  it('is never authentic by chance or at another site', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CONTROL_COMMANDS),
        fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
        (command, argument) => {
          const code = makeControlCode(secret, command, argument);
          expect(readText(code, site).control).toEqual({ command, argument, authentic: true });
          expect(readText(code, other).control?.authentic).toBe(false);
        },
      ),
    );
  });

  it('refuses an argument that could shift the fields', () => {
    expect(() => makeControlCode(secret, 'GUARD', 'a:b')).toThrow('bridge/bad-arguments');
    expect(() => makeControlCode(secret, 'GUARD', '')).toThrow('bridge/bad-arguments');
  });
});
