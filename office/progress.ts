/** How often a line is written where nobody can overwrite it, and where a terminal can. ms */
const LINES_MS = 10_000;
const TERMINAL_MS = 200;

/** What somebody who waits sees on standard error; nothing of it belongs to the answer. */
export interface Progress {
  /** Shows this if it is time. */
  say(line: () => string): void;
  /** Takes the last line away where that can be done. */
  end(): void;
}

/** @param out a terminal, or anything else that takes lines */
export function createProgress(out: NodeJS.WriteStream, nowMs: () => number): Progress {
  const everyMs = out.isTTY ? TERMINAL_MS : LINES_MS;
  let saidMs = nowMs();
  let shown = false;
  return {
    say: (line) => {
      const atMs = nowMs();
      if (atMs - saidMs < everyMs) return;
      saidMs = atMs;
      shown = true;
      out.write(out.isTTY ? `\r\u001b[K${line()}` : `${line()}\n`);
    },
    end: () => {
      if (out.isTTY && shown) out.write('\r\u001b[K');
    },
  };
}
