import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { plainSource } from '../../office/source.ts';
import { unpackInThread } from '../../office/unpack-thread.ts';

const ENTRY = new URL('./threads/failing-thread.ts', import.meta.url);

/** What came out of the thread; between two pieces the caller is busy for a while. */
async function unpacked(path: string, stalledMs?: number): Promise<readonly string[]> {
  const said: string[] = [];
  try {
    for await (const piece of unpackInThread<string>(ENTRY, plainSource(path), stalledMs)) {
      said.push(piece);
      await wait(300);
    }
  } catch (error) {
    said.push((error as { code?: string }).code ?? String(error));
  }
  return said;
}

describe('a thread whose library fails beside every promise', () => {
  it('is named as a file that cannot be unpacked when it had given up before', async () => {
    expect(await unpacked('after it gave up')).toEqual(['batch/invalid']);
  });

  it('is named so when it fails while the caller works on a piece', async () => {
    expect(await unpacked('while a piece waits')).toEqual(['last piece', 'batch/invalid']);
  });

  it('is named so when it fails between two pieces', async () => {
    expect(await unpacked('after a piece')).toEqual(['piece', 'last piece', 'batch/invalid']);
  });
});

describe('a thread that came to the end of its file', () => {
  it('takes the next one; one that failed does not', async () => {
    const [first] = await unpacked('who are you');
    const [second] = await unpacked('who are you');
    await unpacked('while a piece waits');
    const [third] = await unpacked('who are you');
    expect([second === first, third === first]).toEqual([true, false]);
  });

  it('does no harm to the next file where it fails afterwards: that one comes whole, each piece once', async () => {
    expect(await unpacked('after its end')).toEqual([]);
    expect(await unpacked('two slow pieces')).toEqual(['piece', 'last piece']);
  });

  it('is ended where the caller wants no more of the next file', async () => {
    const [first] = await unpacked('who are you');
    for await (const piece of unpackInThread<string>(ENTRY, plainSource('two slow pieces'))) {
      expect(piece).toBe('piece');
      break;
    }
    const [second] = await unpacked('who are you');
    expect(second).not.toBe(first);
  });
});

describe('a thread that comes to no end', () => {
  it('is given up where it goes round in circles and where it waits for ever', async () => {
    expect(await unpacked('round in circles', 500)).toEqual(['batch/invalid']);
    expect(await unpacked('waits for ever', 500)).toEqual(['batch/invalid']);
  });

  it('is given up soon where it came to the end of another file before, and once more in a new thread', async () => {
    const stalledMs = 4_000;
    await unpacked('who are you');
    const begunMs = performance.now();
    expect(await unpacked('waits for ever', stalledMs)).toEqual(['batch/invalid']);
    expect(performance.now() - begunMs).toBeLessThan(1.8 * stalledMs);
  });

  it('is not given up where it only gets no turn: a little work, long waits, and an end', async () => {
    expect(await unpacked('a little now and then', 2_000)).toEqual(['piece']);
  });
});
