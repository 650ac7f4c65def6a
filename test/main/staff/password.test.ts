import { describe, expect, it } from 'vitest';
import { hashPassword, passwordFits } from '../../../main/staff/password.ts';

const PASSWORD = 'mật khẩu thử';
const stored = hashPassword(PASSWORD);

describe('a stored password', () => {
  it('fits itself and nothing that is only nearly it', () => {
    const tries = [PASSWORD, 'mat khau thu', `${PASSWORD} `, PASSWORD.toUpperCase(), '', stored];
    expect(tries.filter((one) => passwordFits(one, stored))).toEqual([PASSWORD]);
  });

  it('fits however the keyboard composes its accents', () => {
    expect(passwordFits(PASSWORD.normalize('NFD'), stored)).toBe(true);
  });

  it('is salted: the same password is never stored alike, and never in clear', () => {
    expect(hashPassword(PASSWORD)).not.toBe(stored);
    expect(stored).toMatch(/^scrypt\$32768\$8\$1\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
  });

  it('lets nobody in where the stored text is damaged, cut or made too costly to try', () => {
    const [, n = '', r = '', p = '', salt = '', hash = ''] = stored.split('$');
    const damaged = [
      '',
      'scrypt',
      stored.slice(0, -8),
      `bcrypt$${n}$${r}$${p}$${salt}$${hash}`,
      `scrypt$x$${r}$${p}$${salt}$${hash}`,
      `scrypt$32767$${r}$${p}$${salt}$${hash}`,
      `scrypt$${2 ** 30}$${r}$${p}$${salt}$${hash}`,
      `scrypt$${n}$99$${p}$${salt}$${hash}`,
      // Base64 of nothing: nothing would equal nothing.
      `scrypt$${n}$${r}$${p}$${salt}$=`,
      `scrypt$${n}$${r}$${p}$${salt}$A`,
    ];
    expect(damaged.filter((one) => passwordFits(PASSWORD, one) || passwordFits('', one))).toEqual([]);
  });
});
