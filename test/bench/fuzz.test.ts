import { describe, expect, it } from 'vitest';
import { payloadHex } from '../../bench/fuzz/message.ts';
import { fuzzPayload } from '../../bench/fuzz/payload.ts';
import { openFuzzSite } from '../../bench/fuzz/site.ts';
import { createTrial } from '../../bench/fuzz/trial.ts';
import { CREDENTIAL_KINDS } from '../../core/credential/credential.ts';

/** Of the payloads that `npm run bench -- fuzz` reads by the million; a seed by chance, so that every run sees others. */
const COUNT = 20_000;

describe('hostile payloads', () => {
  it('are answered without a throw, in the documented shape, and none passes for verified', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { context, specimens } = openFuzzSite();
    const trial = createTrial(context, specimens);
    const faults: unknown[] = [];
    for (let nth = 0; nth < COUNT; nth += 1) {
      const payload = fuzzPayload(specimens, seed, nth);
      const { fault } = trial(payload);
      if (fault !== null) faults.push({ seed, nth, fault, made: payload.made, payload: payloadHex(payload) });
    }
    expect(faults).toEqual([]);
  }, 1_500_000);

  it('are made of sound ones of every kind that there is a reader for', () => {
    const { context, specimens } = openFuzzSite();
    const trial = createTrial(context, specimens);
    const kinds = new Set(
      specimens.map(
        ({ payload, name }) => trial({ made: name, bytes: payload, text: null, signed: true }).kind,
      ),
    );
    expect([...kinds].sort()).toEqual([...CREDENTIAL_KINDS].sort());
  });

  it('are the same for the same seed and number', () => {
    const { specimens } = openFuzzSite();
    const made = (seed: number) =>
      Array.from({ length: 300 }, (_, nth) => fuzzPayload(specimens, seed, nth))
        .filter(({ signed }) => !signed)
        .map(payloadHex);
    expect(made(5)).toEqual(made(5));
    expect(made(6)).not.toEqual(made(5));
  });
});
