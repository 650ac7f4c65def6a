import { describe, expect, it } from 'vitest';
import { beginSearch, looksLikeText, resumeSearch, searchBaud } from '../../../main/scanner/baud.ts';
import { divocZip } from '../../core/credential/divoc/certificates.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('speed search', () => {
  it('stays with the first speed at which a read looks right', () => {
    const found = searchBaud(beginSearch('auto'), 'auto', true);
    expect(found).toEqual({ search: { baudRate: 9600, sure: true, misses: 0 }, deliver: true });
  });

  it('throws a wrong read away, tries the other speed, and delivers what is right at neither', () => {
    const first = searchBaud(beginSearch('auto'), 'auto', false);
    expect(first).toEqual({ search: { baudRate: 115200, sure: false, misses: 1 }, deliver: false });
    const second = searchBaud(first.search, 'auto', false);
    expect(second).toEqual({ search: { baudRate: 9600, sure: false, misses: 2 }, deliver: true });
  });

  it('doubts a speed that was right only after three odd reads in a row, and loses none of them', () => {
    let search = searchBaud(beginSearch('auto'), 'auto', true).search;
    for (const sure of [true, true, false]) {
      const step = searchBaud(search, 'auto', false);
      expect(step.deliver).toBe(true);
      expect(step.search.sure).toBe(sure);
      search = step.search;
    }
    expect(search.baudRate).toBe(115200);
  });

  it('never leaves a speed that was set by hand', () => {
    const search = beginSearch(115200);
    expect(searchBaud(search, 115200, false)).toEqual({ search, deliver: true });
    expect(resumeSearch(search, 115200)).toBe(search);
  });

  it('begins again with the speed that was right before the port went away, and doubts it at the first odd read', () => {
    const resumed = resumeSearch({ baudRate: 115200, sure: true, misses: 0 }, 'auto');
    expect(resumed.baudRate).toBe(115200);
    expect(searchBaud(resumed, 'auto', true).search).toEqual({ baudRate: 115200, sure: true, misses: 0 });
    expect(searchBaud(resumed, 'auto', false)).toEqual({
      search: { baudRate: 9600, sure: false, misses: 0 },
      deliver: true,
    });
  });

  it('tells text from what a wrong speed makes of it', () => {
    for (const right of ['001099000001|Nguyễn Văn An', ']C112345\u001d10ABC', '12', 'HC1:6BF+70790T9WJWG']) {
      expect(looksLikeText(bytes(right)), right).toBe(true);
    }
    expect(looksLikeText(Uint8Array.of(...bytes('NGUYEN VAN AN'), 0xd5))).toBe(true);
    expect(looksLikeText(divocZip())).toBe(true);
    for (const wrong of [
      [0x50, 0x4b, 0x03],
      [0xf8, 0xf8, 0x80],
      [0x00, 0x41],
      [0x41],
      [0x02, 0x31, 0x32],
      [0x20, 0x20],
    ]) {
      expect(looksLikeText(Uint8Array.from(wrong)), String(wrong)).toBe(false);
    }
  });
});
