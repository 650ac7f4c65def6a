import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeptKey } from '../../../main/log/kept-key.ts';
import { newRecoveryCode, recoveryFits, tidyCode } from '../../../main/staff/recovery.ts';
import { createRecovery } from '../../../main/staff/renew.ts';
import { createSession } from '../../../main/staff/session.ts';
import { RECOVERY_SIGNS } from '../../../preload/contract/start-views.ts';
import { testFolder } from '../../support/folder.ts';

describe('a recovery code', () => {
  it('is four groups of five signs that no pen mistakes, another one each time', () => {
    const [one, other] = [newRecoveryCode(), newRecoveryCode()];
    expect(one.text).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
    expect(one.text.replaceAll('-', '').length).toBe(RECOVERY_SIGNS);
    expect(one.text).not.toBe(other.text);
    expect(one.hash).not.toContain(one.text);
  });

  it('fits however it was written down, and nothing else does', () => {
    // The signs 0 and 1 are the ones that are read as letters.
    const { text, hash } = newRecoveryCode((below) => (below === 32 ? 1 : 0));
    expect(text).toBe('11111-11111-11111-11111');
    const fits = (given: string): boolean => recoveryFits(given, hash);
    expect([text, ' iiiii LLLLL 11111 1l1i1 ', '11111111111111111111'].map(fits)).toEqual([true, true, true]);
    expect(['', '1', `${text}1`, '01111-11111-11111-11111'].map(fits)).toEqual([false, false, false, false]);
  });

  it('signs an administrator in, until there are new secrets', () => {
    const first = newRecoveryCode();
    const second = newRecoveryCode();
    const session = createSession(first.hash, () => 0, first.hash);
    expect(session.signIn(first.text)).toBe('recovery');
    session.setSecrets(second.hash, second.hash);
    expect(() => session.signIn(first.text)).toThrow('wrong password');
    expect(session.signIn(second.text.toLowerCase())).toBe('recovery');
  });

  it('that is on paper opens the key until the settings hold the new one, whenever the kiosk is killed', () => {
    const folder = testFolder();
    const keyFile = join(folder, 'log.key');
    const key = createKeptKey({ keyFile, logFile: join(folder, 'gate.db') });
    key.read();
    writeFileSync(join(folder, 'gate.db'), 'a log');
    const paper = newRecoveryCode();
    key.wrap(tidyCode(paper.text));
    const opens = (code: string): void => {
      rmSync(keyFile);
      key.recover(tidyCode(code));
    };
    const recovery = createRecovery({
      key,
      session: createSession(null, () => 0, paper.hash),
      // What lies on the disk now is what a kill would leave.
      changeSettings: () => opens(paper.text),
      password: null,
      code: paper.hash,
    });
    opens(recovery.renew());
  });
});
