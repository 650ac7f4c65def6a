import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../office/read-lines.ts';

async function linesOf(chunks: readonly Uint8Array[], heldBytes = 1000): Promise<string[]> {
  const source = async function* () {
    yield* chunks;
  };
  const lines: string[] = [];
  for await (const some of readLines(source(), heldBytes)) {
    lines.push(...some.map((bytes) => Buffer.from(bytes).toString('latin1')));
  }
  return lines;
}

describe('lines of standard input', () => {
  it('are the same however the bytes come in chunks', async () => {
    const pieces = fc.array(fc.stringMatching(/^[ab\n]{0,12}$/), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pieces, async (texts) => {
        const whole = texts.join('');
        const wanted = whole.split('\n');
        if (wanted.at(-1) === '') wanted.pop();
        expect(await linesOf(texts.map((text) => Buffer.from(text)))).toEqual(wanted);
      }),
    );
  });

  it('are held up to the limit and no further', async () => {
    const long = Buffer.alloc(100_000, 'x');
    expect(await linesOf([long, long, Buffer.from('y\nz')], 10)).toEqual(['x'.repeat(10), 'z']);
  });

  it('stay as they were when the chunk’s memory is used again', async () => {
    const chunk = Buffer.from('abc');
    const source = async function* () {
      yield chunk;
      chunk.fill('?');
      yield Buffer.from('d\n');
    };
    const lines: string[] = [];
    for await (const some of readLines(source(), 10)) lines.push(...some.map(String));
    expect(lines).toEqual(['abcd']);
  });
});
