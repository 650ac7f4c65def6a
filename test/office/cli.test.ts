import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { timestampMs } from '../../core/units.ts';
import { verifyReportSchema } from '../../office/verify-report.ts';
import { documentText } from '../docs/tables.ts';
import { writePassphrase } from '../support/age.ts';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

describe('gatelog verify', () => {
  it('says in words that all is well and ends with 0, in English or Vietnamese', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(7));
    const key = join(folder, 'gate-key.pub.json');
    const stick = join(folder, 'stick');
    const en = await gatelog(['verify', stick, '--key', key]);
    expect([en.code, en.err]).toEqual([0, '']);
    expect(en.out).toContain('All is well: 1 batch verified.');
    expect(en.out).toContain('signed by a known gate');
    const vi = await gatelog(['verify', stick, '--key', key, '--lang', 'vi']);
    expect([vi.code, vi.err]).toEqual([0, '']);
    expect(vi.out).toContain('Tất cả đều tốt: đã kiểm 1 lô.');
    const byEnvironment = await gatelog(['verify', stick, '--key', key], { env: { GATELOG_LANG: 'vi' } });
    expect(byEnvironment.out).toBe(vi.out);
    // Anybody could have made and signed it: that nothing is wrong is no proof.
    for (const [lang, words] of [
      ['en', 'Nothing wrong was found in 1 batch; what is not proved is said at • above.'],
      ['vi', 'Không thấy sai sót trong 1 lô; điều chưa chứng minh được ghi ở các dòng • phía trên.'],
    ] as const) {
      const unknown = await gatelog(['verify', stick, '--lang', lang]);
      expect([unknown.code, unknown.out.trimEnd().split('\n').at(-1)]).toEqual([0, words]);
    }
  });

  it('names the damaged file in words and ends with 1', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(7));
    const bytes = await readFile(join(batch, 'events.csv'));
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await writeFile(join(batch, 'events.csv'), bytes);
    const en = await gatelog(['verify', batch]);
    expect(en.code).toBe(1);
    expect(en.out).toContain('events.csv: the content is not the one that was sealed');
    const vi = await gatelog(['verify', batch, '--lang=vi']);
    expect(vi.code).toBe(1);
    expect(vi.out).toContain('events.csv: nội dung khác với lúc niêm phong');
  });

  it('gives the whole report as JSON', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(7));
    const { code, out } = await gatelog(['verify', join(folder, 'stick'), '--json']);
    expect(code).toBe(0);
    expect(verifyReportSchema.parse(JSON.parse(out))).toMatchObject({
      ok: true,
      batches: [{ manifest: { events: 7 }, problems: [] }],
      logs: [{ events: 7, findings: [] }],
    });
    const schema = await gatelog(['verify', '--schema']);
    expect([schema.code, JSON.parse(schema.out)]).toEqual([
      0,
      JSON.parse(documentText('docs/gatelog-verify.schema.json')),
    ]);
  });

  it('says of several sticks together which hours are missing, in English or Vietnamese, and ends with 1', async () => {
    const [one, two] = [testFolder(), testFolder()];
    const HOUR = 3_600_000;
    const rows = sampleRows(6000, (seq) => ({
      event: { atMs: timestampMs(Date.UTC(2025, 10, 24) + (seq <= 4811 ? 7 : seq <= 5020 ? 8 : 9) * HOUR) },
    }));
    const sealed = async (folder: string, first: number, last: number): Promise<void> => {
      const chainBefore = rows[first - 2]?.chain ?? CHAIN_START;
      await makeBatch(folder, rows.slice(first - 1, last), { chainBefore });
    };
    await sealed(one, 4800, 4811);
    await sealed(two, 5021, 5030);
    const sticks = [join(one, 'stick'), join(two, 'stick')];
    const env = { TZ: 'Asia/Ho_Chi_Minh' };
    const en = await gatelog(['verify', ...sticks], { env });
    expect([en.code, en.err]).toEqual([1, '']);
    expect(en.out).toContain('✗ gate cong-chinh: 2025-11-24 14:00 to 16:00, seq 4,812 to 5,020 missing\n');
    expect(en.out).toContain(
      'Times are local time of this PC (UTC+07:00).\nSomething is wrong: see ✗ above. Look for the sticks that hold what is missing,',
    );
    const vi = await gatelog(['verify', ...sticks, '--lang', 'vi'], { env });
    expect(vi.out).toContain('Giờ ghi ở đây là giờ của máy này (UTC+07:00).\n');
    expect(vi.out).toContain(
      '✗ cổng cong-chinh: 24/11/2025 14:00 đến 16:00, thiếu dòng số 4.812 đến 5.020\n',
    );
    for (const stick of sticks) expect((await gatelog(['verify', stick])).code).toBe(0);
  });

  it.each([
    ['con mèo trèo cây cau\n', 'mật khẩu chỉ có chữ không dấu'],
    ['ngan\n', 'mật khẩu có từ 12 đến 200 ký tự'],
    ['twelve chars\nboth lines\n', 'mật khẩu chỉ là một dòng'],
    ['twelve chars \n', 'đầu hoặc cuối mật khẩu có dấu cách'],
  ])('says in Vietnamese, with its file, why it takes no passphrase from %j', async (text, words) => {
    const file = writePassphrase(join(testFolder(), 'mật khẩu.txt'), text.slice(0, -1));
    const ended = await gatelog(['verify', 'a', '--passphrase-file', file, '--lang', 'vi']);
    expect([ended.code, ended.out]).toEqual([2, '']);
    expect(ended.err).toContain(`${file}: ${words}`);
  });

  it('shows its usage when asked', async () => {
    const help = await gatelog(['--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain('gatelog verify PATH');
    expect(help.out).toContain('gatelog read');
    expect((await gatelog(['verify', '--help'])).out).not.toContain('gatelog read');
  });

  it.each([
    [[], 'gatelog verify PATH'],
    [['verify'], 'a folder is missing'],
    [['trace', 'a'], 'unknown command: trace'],
    [
      ['constructor'],
      'unknown command: constructor; there are verify, import, batches, gaps, export, read\n',
    ],
    [['verfiy', 'a'], 'unknown command: verfiy; did you mean verify?\n'],
    [['Import', 'a'], 'unknown command: Import; did you mean import?\n'],
    [['batch', '--lang', 'vi'], 'không có lệnh batch; có phải ý bạn là batches?\n'],
    [['raed'], 'unknown command: raed; did you mean read?\n'],
    [['get', '--lang', 'vi'], 'không có lệnh get; các lệnh là verify, import, batches, gaps, export, read\n'],
    [['read', 'cards.txt'], 'nobody asked for this: cards.txt; write < before a file of payloads'],
    [
      ['export', '--from', 'a', '--to', 'b/c', '--since', '2026-02-30'],
      '--since: there is no day 2026-02-30\n',
    ],
    [['--json', 'verify', 'a'], 'the command comes first'],
    [['verify', 'a', '--fast'], 'unknown option: --fast\n'],
    [['gaps', '--form', 'a'], 'unknown option: --form; did you mean --from?\n'],
    [['verify', 'a', '--keys', 'b', '--lang', 'vi'], 'không có tùy chọn --keys; có phải ý bạn là --key?\n'],
    [['verify', 'a', '--lang', 'fr'], '--lang is en or vi'],
    [['verify', 'a', '--key', '/absent.json'], '/absent.json: this key file cannot be read'],
    [
      ['verify', 'a', '--key', import.meta.dirname],
      `${import.meta.dirname}: this is a folder, not a key file`,
    ],
    [['verify', 'a', '--key', '/absent.json', '--lang', 'vi'], '/absent.json: không đọc được tệp khóa này'],
  ])('ends with 2 where it does not understand %j', async (args, words) => {
    const ended = await gatelog(args);
    expect([ended.code, ended.out]).toEqual([2, '']);
    expect(ended.err).toContain(words);
  });

  it('names its help as it has to be typed where npm runs it', async () => {
    const ended = await gatelog(['verify'], { env: { npm_lifecycle_event: 'gatelog' } });
    expect(ended.err).toBe('see npm run -s gatelog -- verify --help\na folder is missing\n');
  });

  it('does not call a log whole by batches of which one is wrong, and says so', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(4));
    await writeFile(join(batch, 'events.csv'), 'changed');
    const whole = /✓ nothing missing/;
    const { code, out } = await gatelog(['verify', join(folder, 'stick')]);
    expect([code, out]).toEqual([1, expect.not.stringMatching(whole)]);
    expect(out).toContain(
      '• nothing missing, doubled or contradictory from seq 1 to 4, by what these batches say; but one of them is wrong itself: see ✗ above\n',
    );
  });

  it.each([
    [['--lang', 'vi'], 'lệnh phải đứng đầu'],
    [['trace', '--lang', 'vi'], 'không có lệnh trace'],
    [['verify', '--lang=vi'], 'thiếu thư mục'],
    [['verify', 'a', '--fast', '--lang', 'vi'], 'không có tùy chọn --fast'],
    [['verify', 'a', '--lang', 'vi', '--json=1'], '--json không kèm giá trị'],
    [['import', 'a', '--lang', 'vi', '--into', 'x', '--key'], 'thiếu giá trị sau --key'],
    [['import', 'a', '--lang', 'vi'], 'thiếu --into'],
    [['batches', 'a', '--lang', 'vi'], 'thừa: a; hãy ghi --from trước tên tệp cơ sở dữ liệu'],
    [
      ['export', '--from', 'a', '--to', 'b', '--lang', 'vi', '--format', 'CSV,pdf'],
      '--format phải là một trong: parquet, csv, xlsx',
    ],
    [['gaps', '--lang', 'vi'], 'thiếu --from'],
    [
      ['export', '--from', 'a', '--to', 'b/c', '--lang', 'vi', '--since', '1'],
      '--since là ngày như 2026-11-29',
    ],
    [['read', '--lang', 'vi', '--at', 'mai'], '--at là thời điểm kèm múi giờ'],
  ])(
    'says in Vietnamese, where that was asked for, what it does not understand of %j',
    async (args, words) => {
      const ended = await gatelog(args);
      expect([ended.code, ended.out]).toEqual([2, '']);
      // The mistake stands last, where a terminal shows it, below where to read more.
      expect(ended.err.split('\n')).toEqual([
        expect.stringMatching(/^xem gatelog( (verify|import|batches|gaps|export|read))? --help$/),
        expect.stringContaining(words),
        '',
      ]);
    },
  );

  it('says it in the language of GATELOG_LANG where none was asked for', async () => {
    const { err } = await gatelog(['verify', 'a', '--fast'], { env: { GATELOG_LANG: 'vi' } });
    expect(err).toBe('xem gatelog verify --help\nkhông có tùy chọn --fast\n');
  });

  it('says of a kiosk’s spool what it is, and not that it is damaged', async () => {
    const folder = testFolder();
    const spoolKey = await generateIdentity();
    await makeBatch(folder, sampleRows(7), { spoolKey });
    const { code, out } = await gatelog(['verify', join(folder, 'spool')]);
    expect(code).toBe(1);
    expect(out).toContain('manifest.json: this lies in a kiosk’s spool, encrypted for that kiosk alone');
    expect(out).not.toContain('damaged');
    const vi = await gatelog(['verify', join(folder, 'spool'), '--lang', 'vi']);
    expect(vi.out).toContain('manifest.json: đây là kho riêng (spool) của máy ở cổng');
  });

  it('takes paths from where it was typed, also where npm runs it in the project’s own folder', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(7));
    const env = { npm_lifecycle_event: 'gatelog', INIT_CWD: folder };
    const { code, out } = await gatelog(['verify', 'stick', '--key', 'gate-key.pub.json'], { env });
    expect([code, out]).toEqual([0, expect.stringContaining('All is well: 1 batch verified.')]);
  });

  it('does not take a folder that is not there for a good one', async () => {
    const absent = join(testFolder(), 'absent');
    const { code, out } = await gatelog(['verify', absent, '--lang', 'vi']);
    expect(code).toBe(1);
    expect(out).toContain(
      `✗ ${absent}: không có thư mục này; xem USB đã cắm chưa, và hãy ghi cả đường dẫn của thư mục, trong dấu ngoặc kép nếu có dấu cách\n`,
    );
    const file = await gatelog(['verify', import.meta.filename]);
    expect(file.out).toContain(`✗ ${import.meta.filename}: this is a file, not a folder;`);
  });
});
