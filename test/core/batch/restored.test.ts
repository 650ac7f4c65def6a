import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restoredFrom, restoredReason } from '../../../core/batch/restored.ts';

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

describe('the reason of a restored log', () => {
  it('names log, event and chain, and is read back as it was', () => {
    const from = fc.record({
      logId: hex(32),
      seq: fc.nat(9_999_999_999),
      chain: hex(64).map((text) => Buffer.from(text, 'hex')),
    });
    fc.assert(
      fc.property(from, (one) => {
        expect(restoredFrom(restoredReason(one))).toEqual(one);
      }),
    );
  });

  it('is not seen in any other reason', () => {
    const good = restoredReason({ logId: 'a'.repeat(32), seq: 7, chain: new Uint8Array(32) });
    const others = [
      '',
      'opened',
      'restored:',
      `${good}0`,
      ` ${good}`,
      good.replace(':7:', ':07:'),
      good.toUpperCase(),
    ];
    expect(others.map(restoredFrom)).toEqual(others.map(() => null));
  });
});
