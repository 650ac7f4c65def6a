import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toGatelogError } from '../../../core/errors.ts';
import { createKeptKey, WRAP_FILE } from '../../../main/log/kept-key.ts';
import { unwrapKey, wrapKey } from '../../../main/log/key-wrap.ts';
import { tidyCode } from '../../../main/staff/recovery.ts';
import { testFolder } from '../../support/folder.ts';

/** Code of what is thrown, or what is answered. */
function codeOf<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return toGatelogError(error).code;
  }
}

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const code = fc.string({ unit: fc.constantFrom(...SIGNS), minLength: 20, maxLength: 20 });
/** scrypt takes its time on purpose. */
const FEW = { numRuns: 4 };

describe('a key wrapped with a recovery code', () => {
  it('is asked for by the same code however a hand types it', () => {
    const between = fc.array(fc.constantFrom('-', ' ', ''), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(code, between, fc.boolean(), (text, gaps, small) => {
        const typed = [...text].map((sign, index) => {
          const looksLike = sign === '0' ? 'O' : sign === '1' ? 'I' : sign;
          return `${small ? looksLike.toLowerCase() : looksLike}${gaps[index] ?? ''}`;
        });
        expect(tidyCode(typed.join(''))).toBe(text);
      }),
    );
  });

  it('comes back whole with the code and not with another, and its text tells neither key nor code', () => {
    fc.assert(
      fc.property(key, code, code, (bytes, one, other) => {
        fc.pre(one !== other);
        const wrapped = wrapKey(bytes, one);
        expect(Buffer.from(unwrapKey(wrapped, one))).toEqual(Buffer.from(bytes));
        expect(codeOf(() => unwrapKey(wrapped, other))).toBe('key/wrong-code');
        for (const form of ['hex', 'base64'] as const)
          expect(wrapped).not.toContain(Buffer.from(bytes).toString(form));
        expect(wrapped).not.toContain(one);
      }),
      FEW,
    );
  });

  it('is said to be damaged, or not to fit, where any part of its text was changed', () => {
    const wrapped = wrapKey(Buffer.alloc(32, 5), 'CODE');
    const file = JSON.parse(wrapped) as Record<string, unknown>;
    const other = Buffer.alloc(32, 9).toString('base64');
    const kdf = { ...(file['kdf'] as object), n: 2 };
    const damaged = ['', 'no json', '[]', wrapped.slice(0, 60), JSON.stringify({ ...file, version: 2 })];
    damaged.push(JSON.stringify({ ...file, kdf }), JSON.stringify({ ...file, nonce: other }));
    expect(damaged.map((text) => codeOf(() => unwrapKey(text, 'CODE')))).toEqual(
      damaged.map(() => 'key/wrap-damaged'),
    );
    expect(codeOf(() => unwrapKey(JSON.stringify({ ...file, sealed: other }), 'CODE'))).toBe(
      'key/wrong-code',
    );
  });
});

describe('the key of a log', () => {
  /** A folder with a key and something in the place of a log. */
  function kept() {
    const folder = testFolder();
    const keyFile = join(folder, 'log.key');
    const own = createKeptKey({ keyFile, logFile: join(folder, 'gate.db') });
    const bytes = Buffer.from(own.read());
    writeFileSync(join(folder, 'gate.db'), 'a log');
    return { folder, keyFile, own, bytes };
  }

  it('comes back into its file with the code, for this user alone, where the file is gone', () => {
    const { folder, keyFile, own, bytes } = kept();
    expect(own.hasCode()).toBe(false);
    own.wrap('CODE');
    expect([own.hasCode(), statSync(join(folder, WRAP_FILE)).mode & 0o777]).toEqual([true, 0o600]);
    rmSync(keyFile);
    expect(codeOf(() => own.read())).toBe('key/missing');
    expect([codeOf(() => own.recover('OTHER')), existsSync(keyFile)]).toEqual(['key/wrong-code', false]);
    own.recover('CODE');
    expect([Buffer.from(own.read()), statSync(keyFile).mode & 0o777]).toEqual([bytes, 0o600]);
  });

  it('is not taken for what an old code opens where it is made anew with a new log', () => {
    const { folder, keyFile, own, bytes } = kept();
    own.wrap('CODE');
    for (const name of ['gate.db', 'log.key']) rmSync(join(folder, name));
    expect(Buffer.from(own.read()).equals(bytes)).toBe(false);
    expect([own.hasCode(), existsSync(join(folder, `${WRAP_FILE}.other`))]).toEqual([false, true]);
    expect(existsSync(keyFile)).toBe(true);
  });

  it('leaves what lay in its place beside it, every time', () => {
    const { folder, keyFile, own, bytes } = kept();
    own.wrap('CODE');
    for (const text of ['no key', 'another']) {
      writeFileSync(keyFile, text);
      own.recover('CODE');
    }
    const others = readdirSync(folder).filter((name) => name.includes('.other'));
    expect(others.map((name) => [name, readFileSync(join(folder, name), 'utf8')])).toEqual([
      ['log.key.other', 'no key'],
      ['log.key.other-2', 'another'],
    ]);
    expect(Buffer.from(own.read())).toEqual(bytes);
  });

  it('is opened by the code before until the next one is kept, and then by that alone', () => {
    const { folder, keyFile, own, bytes } = kept();
    own.wrap('FIRST');
    const opens = (code: string): unknown => {
      rmSync(keyFile, { force: true });
      return codeOf(() => own.recover(code));
    };
    own.prepare('DROPPED').drop();
    const next = own.prepare('SECOND');
    // A kill here leaves the code that is on paper.
    expect([opens('SECOND'), opens('FIRST'), opens('DROPPED')]).toEqual([
      'key/wrong-code',
      undefined,
      'key/wrong-code',
    ]);
    own.recover('FIRST');
    next.keep();
    expect([opens('FIRST'), opens('SECOND')]).toEqual(['key/wrong-code', undefined]);
    expect(Buffer.from(own.read())).toEqual(bytes);
    expect(readdirSync(folder).sort()).toEqual(['gate.db', 'log.key', WRAP_FILE]);
  });
});
