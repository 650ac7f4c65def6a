import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../support/folder.ts';
import { CLI, type Ended, gatelog } from '../support/gatelog.ts';

const CARD = '001202000001||Nguyễn Văn Thử|15052002|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
const kindsOf = (out: string): string[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).kind);

describe('gatelog read', () => {
  it('answers every line with one line, in order, also the empty and the last one', async () => {
    const { code, out, err } = await gatelog(['read'], { input: `${CARD}\r\n\nhello\n${CARD}` });
    expect([code, err]).toEqual([0, '']);
    expect(kindsOf(out)).toEqual(['cccd', 'unknown-text', 'unknown-text', 'cccd']);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toEqual({
      kind: 'cccd',
      fields: {
        number: '001202000001',
        oldNumber: null,
        name: 'Nguyễn Văn Thử',
        birth: '2002-05-15',
        sex: 'Nam',
        address: 'Xã A, Huyện B, Đắk Lắk',
        issued: '2021-04-20',
      },
      documents: [{ kind: 'cccd', number: '001202000001' }],
      name: 'Nguyễn Văn Thử',
      birth: '2002-05-15',
      checks: {
        signature: {
          outcome: 'notApplicable',
          why: 'this kind of card carries no signature that can be checked outside the state',
        },
        numberConsistent: expect.objectContaining({ outcome: 'pass' }),
      },
      notes: [],
    });
  });

  it('says nothing where nothing was given, and ends with 0', async () => {
    expect(await gatelog(['read'])).toEqual({ code: 0, out: '', err: '' });
  });

  it('answers bytes that are no UTF-8 and lines over the limit, and says what happened to them', async () => {
    const input = Buffer.concat([
      Buffer.from([0x61, 0xff, 0xfe, 0x0a]),
      Buffer.from(`${'đ'.repeat(5000)}\n`),
      Buffer.alloc(3_000_000, 'x'),
      Buffer.from('\nend\n'),
    ]);
    const { code, out } = await gatelog(['read'], { input });
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(answers.map(({ damage, fields }) => [damage, fields.text.length])).toEqual([
      [['invalid-utf8', 'replacement-characters'], 3],
      [['truncated'], 4096],
      [['truncated'], 8192],
      [undefined, 3],
    ]);
  });

  it('answers a line before the next one comes', async () => {
    const child = spawn(process.execPath, [CLI, 'read']);
    const ended = new Promise((resolve) => child.on('close', resolve));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const kinds: string[] = [];
    for (const text of [CARD, 'hello', CARD]) {
      child.stdin.write(`${text}\n`);
      kinds.push(JSON.parse(String((await lines.next()).value)).kind);
    }
    child.stdin.end();
    expect(kinds).toEqual(['cccd', 'unknown-text', 'cccd']);
    expect(await ended).toBe(0);
  });

  it('ends without a word with 1 where its reader goes away', async () => {
    const child = spawn(process.execPath, [CLI, 'read']);
    child.stdin.on('error', () => undefined);
    let err = '';
    child.stderr.on('data', (bytes: Buffer) => {
      err += bytes.toString();
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdout.once('data', () => child.stdout.destroy());
    const more = setInterval(() => child.stdin.write(`${CARD}\n`.repeat(1000)), 5);
    expect(await ended).toBe(1);
    clearInterval(more);
    expect(err).toBe('');
  });

  it('says so and ends with 1 where its answers find no room, or standard input is a folder', async () => {
    const ended = (command: string): Promise<Ended> =>
      new Promise((resolve) => {
        execFile('sh', ['-c', command, process.execPath, CLI], (error, out, err) =>
          resolve({ code: error === null ? 0 : Number(error.code), out, err }),
        );
      });
    expect(await ended('echo x | "$0" "$1" read > /dev/full')).toEqual({
      code: 1,
      out: '',
      err: expect.stringContaining('the answer cannot be written: ENOSPC'),
    });
    expect((await ended('echo x | "$0" "$1" read --lang vi > /dev/full')).err).toContain(
      'không ghi được câu trả lời: ENOSPC',
    );
    expect((await ended('"$0" "$1" read --lang vi < /')).err).toBe(
      'đầu vào chuẩn là thư mục, không phải các mã\n',
    );
    expect(await ended('"$0" "$1" read < /')).toEqual({
      code: 1,
      out: '',
      err: 'standard input is a folder, not payloads\n',
    });
  });

  it('answers the pictures before one that cannot be read, says so and ends with 1', async () => {
    // A file by its looks, and an error as soon as it is read.
    const images = ['--image', import.meta.filename, '--image', '/proc/self/mem'];
    const { code, out, err } = await gatelog(['read', ...images]);
    expect([code, kindsOf(out), err]).toEqual([1, ['no-code'], '/proc/self/mem cannot be read\n']);
  });

  it('reads bytes from hex digits, and says of a line that is none what it is', async () => {
    const hex = Buffer.from(`${CARD}\n`).toString('hex');
    const { code, out } = await gatelog(['read', '--hex'], { input: `${hex}\n41 42\n4\nxyz\n\n` });
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(answers.map(({ kind, fields, notes }) => [kind, fields.text, notes])).toEqual([
      ['cccd', undefined, []],
      ['unknown-text', 'AB', []],
      ['unknown-text', '4', ['not-hex']],
      ['unknown-text', 'xyz', ['not-hex']],
      ['unknown-text', null, []],
    ]);
  });

  it('knows the badges of a roster', async () => {
    const roster = join(testFolder(), 'roster.csv');
    await writeFile(roster, 'code,name,department\nNV-17,Trần Thị Mẫu,Khoa Nội\n');
    const { code, out } = await gatelog(['read', '--roster', roster], { input: 'nv-17\nNV-18\n' });
    expect(code).toBe(0);
    expect(kindsOf(out)).toEqual(['badge', 'unknown-text']);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
      documents: [{ kind: 'badge', number: 'NV-17' }],
      name: 'Trần Thị Mẫu',
      checks: { roster: { outcome: 'pass' } },
    });
  });

  it.each([
    [['--fast'], '--fast'],
    [['card.txt'], 'card.txt'],
    [['--at', 'yesterday'], '--at is a time with its zone'],
    [['--at', '2022-02-30'], '--at is a time with its zone'],
    [['--at', '2022-03-01T08:00:00'], '--at is a time with its zone'],
    [['--hex', '--image', 'card.png'], '--hex is for lines'],
    [['--at', '2022-03-01T08:00:00+99:99'], '--at is a time with its zone'],
    [['--at'], '--at'],
    [['--trust', '/absent'], '/absent cannot be read'],
    [['--trust', ''], 'the name of a file is missing'],
    [['--roster', ''], 'the name of a file is missing'],
    [['--roster', '/absent.csv'], '/absent.csv cannot be read'],
    [['--roster', import.meta.dirname], 'cannot be read'],
    [['--roster', '/dev/zero'], '/dev/zero is too large'],
    [['--trust', '/dev/zero'], '/dev/zero is larger than a list may be'],
    [['--roster', import.meta.filename], 'names the columns of code and name'],
    [['--image', '/absent.png'], '/absent.png cannot be read'],
    [['--image', import.meta.dirname], 'is not a file'],
  ])('ends with 2 and answers nothing where it does not understand %j', async (args, words) => {
    const ended = await gatelog(['read', ...args], { input: CARD });
    expect([ended.code, ended.out]).toEqual([2, '']);
    expect(ended.err).toContain(words);
  });

  it('says in Vietnamese what it cannot take', async () => {
    const twice = join(testFolder(), 'twice.csv');
    await writeFile(twice, 'code,name\nNV-1,Lê A\nNV-1,Lê B\n');
    for (const [args, words] of [
      [['--trust', '/absent'], '/absent không đọc được\n'],
      [['--roster', '/dev/zero'], '/dev/zero quá lớn\n'],
      [['--roster', twice], 'dòng 3: mã thẻ này đã có ở dòng khác\n'],
      [['--image', import.meta.dirname], `${import.meta.dirname} không phải là tệp\n`],
    ] as const)
      expect(await gatelog(['read', ...args, '--lang', 'vi'], { input: CARD })).toEqual({
        code: 2,
        out: '',
        err: words,
      });
  });

  it('shows its usage', async () => {
    const help = await gatelog(['read', '--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain('gatelog read');
  });
});
