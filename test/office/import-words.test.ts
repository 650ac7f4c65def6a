import { describe, expect, it } from 'vitest';
import { markWords } from '../../office/import-words.ts';

describe('why a batch counts as not verified', () => {
  it('says of a file of it that it is one: the record itself may be as it was sealed', () => {
    expect(markWords(['hash-differs', 'key-not-enrolled'], 'en')).toBe(
      'a file of the batch: the content is not the one that was sealed: it was changed or damaged; copy the whole batch again, or have the gate deliver it again; no gate that you know signed it',
    );
    expect(markWords(['missing-file'], 'vi')).toBe(
      'một tệp của lô: thiếu tệp này; hãy chép lại cả lô, hoặc nhờ cổng giao lại',
    );
    expect(markWords(['chain-broken'], 'vi')).not.toContain('một tệp của lô');
  });
});
