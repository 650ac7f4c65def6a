import { describe, expect, it } from 'vitest';
import { type Finding, findingSchema, isWrong } from '../../office/log-report.ts';
import { logLines } from '../../office/log-words.ts';
import { timesIn } from '../../office/times.ts';
import { verifyReportJsonSchema } from '../../office/verify-report.ts';
import { documentText, named, tableUnder } from '../docs/tables.ts';

describe('the report of gatelog verify', () => {
  it('has its JSON Schema in docs/gatelog-verify.schema.json', () => {
    expect(JSON.parse(documentText('docs/gatelog-verify.schema.json'))).toEqual(
      JSON.parse(JSON.stringify(verifyReportJsonSchema())),
    );
  });

  it('has every finding in docs/office.md, with whether it is wrong', () => {
    const said = tableUnder(documentText('docs/office.md'), '### What is found of a log');
    const codes = findingSchema.options.map((one) => one.shape.code.value);
    expect(said.map(([code, wrong]) => [named(code ?? '')[0], wrong])).toEqual(
      codes.map((code) => [code, isWrong({ code }) ? 'yes' : 'no']),
    );
  });

  it('says every finding in English and Vietnamese, and lets no stranger’s name steer the terminal', () => {
    const range = { firstSeq: 4812, lastSeq: 5020 };
    const at = { atMs: Date.UTC(2026, 10, 24, 9), offsetMin: 420 };
    const span = { fromMs: Date.UTC(2026, 10, 24, 7), toMs: at.atMs, offsetMin: 420 };
    const logId = 'ab'.repeat(16);
    const folders = ['one', 'two\u001b[31m'];
    const back = { beforeSeq: 4811, seq: 4812, beforeMs: at.atMs, atMs: span.fromMs, offsetMin: null };
    const findings: readonly Finding[] = [
      { code: 'gap', ...range, ...span },
      { code: 'lost-at-restore', ...range, fromMs: at.atMs, offsetMin: 420, nextLogId: logId },
      { code: 'overlap', ...range, folders },
      { code: 'fork', seq: 4812, sides: [folders, ['three']] },
      { code: 'two-gates', folders, gates: ['a/b (1)', 'a/c (1\u202e)'] },
      { code: 'from-the-future', seq: 4812, ...at, folders },
      { code: 'clock-back', ...back },
      { code: 'begins-later', ...range },
      { code: 'same-batch', ...range, folders },
      { code: 'other-rendition', ...range, folders },
      { code: 'restored', fromLogId: logId, fromSeq: 4812, ...at },
      { code: 'went-on', ...range, nextLogId: logId },
      { code: 'began-anew', beforeLogId: logId, ...at },
      { code: 'off', how: 'cut', beforeSeq: 4811, seq: 4812, ...span, certain: false },
      { code: 'clock-suspect', ...range, confirmedMs: -7_200_000 },
      { code: 'clock-back-marked', ...back },
      { code: 'key-changed', seq: 4812, keyId: logId },
    ];
    expect(findings.map(({ code }) => code)).toEqual(
      findingSchema.options.map((one) => one.shape.code.value),
    );
    const log = { logId, site: 'benh-vien-thu', gate: 'cong-2', gateId: '2', batches: 2, events: 9 };
    const said = (['en', 'vi'] as const).map((language) =>
      logLines(
        { ...log, ...range, ...span, findings: [...findings] },
        language,
        timesIn(language, () => 420),
      ),
    );
    for (const lines of said) {
      expect(lines.length).toBe(1 + findings.length);
      expect(lines.join('\n')).not.toMatch(/undefined|null|NaN|\u001b|\u202e/);
    }
    expect(said[0]?.[1]).toBe('  ✗ gate cong-2: 2026-11-24 14:00 to 16:00, seq 4,812 to 5,020 missing');
    expect(said[1]?.[1]).toBe('  ✗ cổng cong-2: 24/11/2026 14:00 đến 16:00, thiếu dòng số 4.812 đến 5.020');
    expect(said[0]?.filter((line, index) => line === said[1]?.[index])).toEqual([]);
  });
});
