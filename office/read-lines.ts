const LF = 0x0a;

/**
 * Cuts a stream of bytes into its lines: per chunk the lines that it completed, so that they are answered at once. A
 * last line without line feed counts; nothing behind the last line feed is no line. Never holds more than `heldBytes`
 * of one line, however long it is.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  heldBytes: number,
): AsyncGenerator<readonly Uint8Array[]> {
  let held: Uint8Array[] = [];
  let length = 0;

  const hold = (bytes: Uint8Array): void => {
    const kept = bytes.subarray(0, heldBytes - length);
    if (kept.length === 0) return;
    // A copy: the chunk's memory is used again.
    held.push(Uint8Array.from(kept));
    length += kept.length;
  };
  const end = (): Uint8Array => {
    const line = Buffer.concat(held, length);
    held = [];
    length = 0;
    return line;
  };

  let open = false;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Uint8Array[] = [];
    let from = 0;
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, from)) {
      hold(bytes.subarray(from, at));
      lines.push(end());
      open = false;
      from = at + 1;
    }
    if (from < bytes.length) {
      hold(bytes.subarray(from));
      open = true;
    }
    if (lines.length > 0) yield lines;
  }
  if (open) yield [end()];
}
