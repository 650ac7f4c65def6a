import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventLayout } from '../../../core/batch/layout.ts';
import { restoredReason } from '../../../core/batch/restored.ts';
import { HEADINGS, type Headings, KIND_WORDS, type SheetWording } from '../../../core/batch/sheet.ts';
import { CHECK_WORDS, checksWords } from '../../../core/batch/sheet-checks.ts';
import { REASON_WORDS, reasonWords } from '../../../core/batch/sheet-reasons.ts';
import {
  CREDENTIAL_WORDS,
  DOCUMENT_WORDS,
  FIELD_WORDS,
  laneWord,
  sexWord,
  sourceWord,
} from '../../../core/batch/sheet-words.ts';
import { openRow } from '../../../core/batch/table.ts';
import { CHECK_NAMES } from '../../../core/credential/credential.ts';
import { personReason } from '../../../core/person/told.ts';
import en from '../../../renderer/locales/en.json' with { type: 'json' };
import vi from '../../../renderer/locales/vi.json' with { type: 'json' };
import { type SampleChange, sampleRows } from '../../support/sample-log.ts';

const SCREEN = { vi, en };

/** Cells of one row by their headings, without the empty ones. */
function cells(change: SampleChange, headings: Headings, wording?: SheetWording): Record<string, string> {
  const [row] = sampleRows(1, () => change);
  if (row === undefined) throw new Error('one row');
  const layout = eventLayout('full', headings, wording);
  const texts = layout.sheetCells(openRow(row));
  return Object.fromEntries(
    layout.sheetColumns
      .map(({ heading }, index): [string, string] => [heading, texts[index] ?? ''])
      .filter(([, text]) => text !== ''),
  );
}

const ENTRY: SampleChange = {
  event: {
    kind: 'repeat',
    reason: 'already-in',
    lane: 'Vào',
    checks: 'numberConsistent=pass;roster=notApplicable;signature=notApplicable',
    source: 'wedge:~1',
    personKey: 'ab'.repeat(16),
  },
  personal: { fields: { cancelledNumber2: '001099000009', issued: '2021-05-01', oldNumber: null } },
};

describe('the workbook speaks the language of its headings', () => {
  it('in Vietnamese', () => {
    expect(cells(ENTRY, 'vi')).toEqual({
      'Số thứ tự': '1',
      'Ngày giờ tại cổng': '2025-11-24 07:00:07',
      Lượt: 'Quét lại',
      'Lý do': 'Đã được ghi vào trước đó',
      'Họ và tên': 'Trần Văn Bưởi',
      'Loại giấy tờ': 'Số căn cước',
      'Số giấy tờ': '001099000001',
      'Ngày sinh': '1999-02-03',
      'Giới tính': 'Nữ',
      'Địa chỉ': 'Thôn 1, xã Mẫu, tỉnh Gia Lai',
      'Điện thoại': '0900000000',
      'Bảo vệ': 'Bảo vệ A',
      Làn: 'Vào',
      'Nguồn đọc': 'Kiểu bàn phím, tiền tố ~1',
      'Loại mã': 'Căn cước',
      'Kiểm tra': 'Số giấy tờ khớp năm sinh và giới tính; Chỉ đọc, không xác minh',
      'Trường khác': 'Số định danh đã hủy 2: 001099000009; Ngày cấp: 2021-05-01',
      'Mã người': 'ab'.repeat(16),
      'Mã cổng': 'gate-1',
    });
  });

  it('in English', () => {
    expect(cells(ENTRY, 'en')).toMatchObject({
      What: 'Read again',
      Reason: 'Was recorded as in before',
      Document: 'Citizen number',
      Sex: 'Female',
      Lane: 'In',
      'Read by': 'Keyboard, prefix ~1',
      'Kind of code': 'Identity card',
      Checks: 'Number matches year of birth and sex; Read only, not verified',
      'Other fields': 'Cancelled number 2: 001099000009; Issued: 2021-05-01',
    });
  });

  it('and the first wording, which lies sealed, spoke the codes of the record', () => {
    expect(cells(ENTRY, 'vi', 'codes')).toMatchObject({
      Lượt: 'Quét lại',
      'Lý do': 'already-in',
      'Loại giấy tờ': 'cccd',
      Làn: 'Vào',
      'Nguồn đọc': 'wedge:~1',
      'Loại mã': 'cccd',
      'Kiểm tra': 'numberConsistent=pass;roster=notApplicable;signature=notApplicable',
      'Trường khác': 'cancelledNumber2: 001099000009; issued: 2021-05-01; oldNumber: ',
    });
  });

  it('as the screen says what was read and what was checked', () => {
    for (const headings of HEADINGS) {
      const screen = SCREEN[headings];
      const said = (words: Readonly<Record<string, Readonly<Record<Headings, string>>>>) =>
        Object.fromEntries(Object.entries(words).map(([code, word]) => [code, word[headings]]));
      expect(said(CREDENTIAL_WORDS)).toEqual(screen.kinds);
      expect(said(DOCUMENT_WORDS)).toEqual(screen.documentKinds);
      const facts = CHECK_NAMES.flatMap((name) =>
        Object.entries(CHECK_WORDS[name]).map(([outcome, word]) => [`${name}-${outcome}`, word[headings]]),
      );
      const onScreen: Readonly<Record<string, string>> = screen.checks;
      const shared = facts.filter(([fact = '']) => onScreen[fact] !== undefined);
      expect(shared).toEqual(shared.map(([fact = '']) => [fact, onScreen[fact]]));
      expect(shared.length).toBeGreaterThan(20);
    }
  });
});

describe('words that workbooks were sealed in', () => {
  it('stay: another word is another wording, beside this one', () => {
    const button = { voidsSeq: 1, answersSeq: null };
    const none = { voidsSeq: null, answersSeq: null };
    const spoken = HEADINGS.map((headings) => [
      ['Vào', 'In', 'Ra', 'Out'].map((lane) => laneWord(lane, headings)),
      ['Nam', 'Male', 'M', 'Nữ', 'Female', 'F'].map((sex) => sexWord(sex, headings)),
      ['camera', 'manual', 'serial:COM5', 'wedge:', 'wedge:~1'].map((source) =>
        sourceWord({ source, ...none }, headings),
      ),
      sourceWord({ source: 'manual', ...button }, headings),
    ]);
    const words = JSON.stringify([
      [CREDENTIAL_WORDS, DOCUMENT_WORDS, CHECK_WORDS, REASON_WORDS, KIND_WORDS, FIELD_WORDS],
      spoken,
    ]);
    expect(createHash('sha256').update(words).digest('hex').slice(0, 16)).toBe('df693a86ceaa41d7');
  });
});

describe('a reason in words', () => {
  it('is one for every code, in no language the code itself', () => {
    for (const [code, word] of Object.entries(REASON_WORDS))
      for (const headings of HEADINGS) {
        expect(reasonWords(code, headings)).toBe(word[headings]);
        expect(word[headings]).not.toBe(code);
      }
  });

  it('tells which way, how much, which log and who', () => {
    const [a, b] = ['ab'.repeat(16), 'cd'.repeat(16)];
    const reasons = [
      'guard:auto',
      'control:in',
      'doubt:jumped',
      'confirmed:0',
      'confirmed:-3600000',
      restoredReason({ logId: a, seq: 40, chain: Buffer.alloc(32) }),
      personReason({ kind: 'joined', key: a, into: b }),
      personReason({ kind: 'parted', key: a, from: b }),
    ];
    expect(reasons.map((reason) => reasonWords(reason, 'vi'))).toEqual([
      'Bảo vệ đổi sang TỰ ĐỘNG',
      'Thẻ điều khiển đổi sang VÀO',
      'Giờ của máy bị đổi',
      'Quản trị xác nhận giờ đúng',
      'Quản trị xác nhận giờ; giờ trước đó cộng −3600 s',
      `Nối tiếp sổ ${a} từ dòng số 40`,
      `Gộp người ${a} vào ${b}`,
      `Tách người ${a} khỏi ${b}`,
    ]);
    expect(reasons.map((reason) => reasonWords(reason, 'en'))).toEqual([
      'Turned to AUTO by the guard',
      'Turned to IN by a control card',
      'The PC’s time was changed',
      'An administrator confirmed the time',
      'An administrator confirmed the time; add −3600 s to the times before',
      `Continues log ${a} from number 40`,
      `Person ${a} is one with ${b}`,
      `Person ${a} is another than ${b}`,
    ]);
  });
});

describe('what has no words', () => {
  it('stays as it is', () => {
    expect(
      ['constructor', 'guard:up', 'doubt:new', 'later-reason'].map((one) => reasonWords(one, 'vi')),
    ).toEqual(['constructor', 'guard:up', 'doubt:new', 'later-reason']);
    expect(checksWords('later=pass;signature=maybe;toString', 'vi')).toBe(
      'later=pass; signature=maybe; toString',
    );
    expect(['Cửa sau', '1', 'constructor'].map((lane) => laneWord(lane, 'en'))).toEqual([
      'Cửa sau',
      '1',
      'constructor',
    ]);
  });

  it('but every source that a gate writes has some', () => {
    const by = (source: string, answersSeq: number | null = null) =>
      HEADINGS.map((headings) => sourceWord({ source, voidsSeq: null, answersSeq }, headings));
    expect([
      by('camera'),
      by('manual'),
      by('manual', 7),
      by('serial:/dev/ttyUSB0'),
      by('wedge:'),
      by(''),
      by('later'),
    ]).toEqual([
      ['Camera', 'Camera'],
      ['Nhập tay', 'Typed'],
      ['Bảo vệ bấm', 'Guard’s button'],
      ['Nối tiếp, cổng /dev/ttyUSB0', 'Serial, port /dev/ttyUSB0'],
      ['Kiểu bàn phím', 'Keyboard'],
      ['', ''],
      ['later', 'later'],
    ]);
  });
});
