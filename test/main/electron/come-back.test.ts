import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comeBackArguments, comeBackDelayMs, timesBack } from '../../../main/electron/come-back.ts';

describe('coming back', () => {
  it('counts how often in a row, and begins anew once a kiosk was well for a minute', () => {
    expect(timesBack(['gatelog'], 500)).toBe(1);
    expect(timesBack(['gatelog', '--came-back=1'], 500)).toBe(2);
    expect(timesBack(['gatelog', '--came-back=41'], 59_999)).toBe(42);
    expect(timesBack(['gatelog', '--came-back=41'], 60_000)).toBe(1);
    expect(timesBack(['gatelog', '--came-back=999'], 500)).toBe(999);
    expect(timesBack(['gatelog', '--came-back=many'], 500)).toBe(1);
  });

  it('waits a second, then longer, and never so long that the gate is not back within ten', () => {
    expect([1, 2, 3, 4, 5, 999].map(comeBackDelayMs)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
  });

  it('starts with the arguments of the one that ended, whatever they were', () => {
    expect(
      comeBackArguments(['--no-sandbox', '--settings=/gate.json', '--came-back=3', '--keep-gatelog'], 4),
    ).toEqual(['--no-sandbox', '--settings=/gate.json', '--came-back=4']);
    fc.assert(
      fc.property(
        fc.array(fc.string().filter((one) => !one.startsWith('--'))),
        fc.nat(998),
        (args, times) => {
          const first = comeBackArguments(args, 1);
          expect(comeBackArguments(first, times + 1)).toEqual([...args, `--came-back=${times + 1}`]);
        },
      ),
    );
  });
});
