import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { passwordFits } from '../../main/staff/password.ts';

const TOOL = join(import.meta.dirname, '..', '..', 'tools', 'admin-password.ts');
const run = (input: string) => spawnSync(process.execPath, [TOOL], { input, encoding: 'utf8' });

it('prints a hash that the password fits and another one does not, each time with another salt', () => {
  const [one, other] = [run('mật khẩu thử\n').stdout.trim(), run('mật khẩu thử\n').stdout.trim()];
  expect(passwordFits('mật khẩu thử', one)).toBe(true);
  expect(passwordFits('mat khau thu', one)).toBe(false);
  expect(other).not.toBe(one);
});

it('refuses an empty password', () => {
  expect([run('\n').status, run('\n').stdout]).toEqual([1, '']);
});
