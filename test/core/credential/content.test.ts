import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_LIMIT, contentBirth, contentDate, contentText } from '../../../core/credential/content.ts';
import { checkNotBefore, checkNotExpired, dayOf } from '../../../core/credential/life.ts';
import { timestampMs } from '../../../core/units.ts';

describe('contentText', () => {
  it.each([
    ['words with odd spaces', ' Nguyễn\u00a0 Văn\tThử\r\n', 'Nguyễn Văn Thử'],
    ['letters in parts', 'Thu\u031b\u0309', 'Thử'],
    ['what nobody sees', '\u202eThử\u200b\u0000', 'Thử'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
    ['a number', 176.5, '176.5'],
    ['nothing', ' \u200b', null],
    ['a list', ['a'], null],
    ['true', true, null],
    ['what is not there', undefined, null],
  ])('of %s', (_what, value, text) => {
    expect(contentText(value)).toBe(text);
  });

  it('is never longer than its limit nor holds half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (value) => {
        const text = contentText(value) ?? 'x';
        expect(text.length > 0 && text.length <= CONTENT_LIMIT && text.isWellFormed()).toBe(true);
      }),
    );
    expect(contentText('\u{1f9ea}'.repeat(400))?.endsWith('\u{1f9ea}…')).toBe(true);
  });
});

describe('contentDate', () => {
  it.each([
    ['1999', '1999', '1999'],
    ['1999-05', '1999-05', '1999'],
    ['1999-05-15', '1999-05-15', '1999-05-15'],
    ['2026-01-14T08:30:00+07:00', '2026-01-14', '2026-01-14'],
    ['2026-02-29', null, null],
    ['2026-13', null, null],
    ['15/05/1999', null, null],
    ['0999', null, null],
    ['', null, null],
    [1999, null, null],
  ])('of %j is %j, and as a birth %j', (value, date, birth) => {
    expect([contentDate(value), contentBirth(value)]).toEqual([date, birth]);
  });
});

describe('checks of time', () => {
  const noon = timestampMs(Date.UTC(2026, 0, 15, 12));

  it('count the moment itself: as begun at its start, as over at its end', () => {
    expect([checkNotBefore(noon, noon), checkNotExpired(noon, noon)]).toEqual([
      { name: 'notBefore', outcome: 'pass', why: 'its time has begun', date: '2026-01-15' },
      { name: 'notExpired', outcome: 'fail', why: 'its time is over', date: '2026-01-15' },
    ]);
    expect([checkNotBefore(noon + 300_001, noon), checkNotExpired(noon + 1, noon)]).toEqual([
      { name: 'notBefore', outcome: 'fail', why: 'it does not hold yet', date: '2026-01-15' },
      { name: 'notExpired', outcome: 'pass', why: 'its time is not over', date: '2026-01-15' },
    ]);
  });

  it('are not known without a clock, and do not apply without a date', () => {
    expect([checkNotBefore(0, null), checkNotExpired(0, null), checkNotBefore(null, noon)]).toEqual([
      {
        name: 'notBefore',
        outcome: 'unknown',
        why: 'the clock of this kiosk is not sure',
        date: '1970-01-01',
      },
      {
        name: 'notExpired',
        outcome: 'unknown',
        why: 'the clock of this kiosk is not sure',
        date: '1970-01-01',
      },
      { name: 'notBefore', outcome: 'notApplicable', why: 'it does not say from when it holds' },
    ]);
    expect(checkNotExpired(null, null)).toEqual({
      name: 'notExpired',
      outcome: 'notApplicable',
      why: 'it has no last day',
    });
  });

  it('name no day where there is none', () => {
    expect([dayOf(1e300), dayOf(Number.NaN), dayOf(8.64e15), dayOf(0)]).toEqual([
      null,
      null,
      null,
      '1970-01-01',
    ]);
  });
});
