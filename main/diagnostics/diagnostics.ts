import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import pino, { type Logger } from 'pino';
import type { GatelogError } from '../../core/errors.ts';

/** A file that reached this size is put aside, replacing the one put aside before: 2 MB in all. bytes */
const FILE_BYTES = 1_000_000;
/** Longest text of one field. characters */
const FIELD_CHARACTERS = 200;

export type DiagnosticFields = Readonly<Record<string, string | number | boolean | null>>;

/** What went on in the kiosk, for whoever looks after it. Codes and figures only: nothing of what was read. */
export interface Diagnostics {
  /** One line. @param fields never anything that a card, a scanner or a person said */
  note(where: string, code: string, fields?: DiagnosticFields): void;
  /** A failure by its code and context; its message stays out, since it may quote what was read. */
  problem(error: GatelogError, where: string): void;
  close(): void;
}

/**
 * Opens the diagnostics file, JSON lines of `time`, `where`, `code`, `context`; each line goes to `echo` too. A
 * disk that takes no more lines stops the lines and nothing else.
 */
export function openDiagnostics(path: string, echo: (line: string) => void): Diagnostics {
  let file: ReturnType<typeof pino.destination> | null = null;
  let written = 0;
  const open = (): void => {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      written = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (written >= FILE_BYTES) {
        renameSync(path, `${path}.1`);
        written = 0;
      }
      file = pino.destination({ dest: path, sync: true, append: true, mode: 0o600 });
      file.on('error', () => undefined);
    } catch {
      file = null;
    }
  };
  open();
  const write = (line: string): void => {
    echo(line);
    try {
      file?.write(line);
      written += Buffer.byteLength(line);
    } catch {
      // Said on the screen by the log's own state; diagnostics are not worth a stop.
    }
    if (written >= FILE_BYTES) {
      file?.end();
      open();
    }
  };
  const logger: Logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    note: (where, code, fields = {}) => logger.info({ where, code, context: short(fields) }),
    problem: (error, where) =>
      logger.warn({ where, code: error.code, context: { ...short(error.context), ...origin(error) } }),
    close: () => {
      file?.end();
      file = null;
    },
  };
}

/** Where in the program an unexpected failure came from: its name and place, without its message. */
function origin(error: GatelogError): DiagnosticFields {
  const { cause } = error;
  if (error.code !== 'internal' || !(cause instanceof Error)) return {};
  const place = /\n\s+at (.+)/.exec(cause.stack ?? '')?.[1] ?? null;
  return short({ error: cause.name, at: place });
}

function short(fields: Readonly<Record<string, unknown>>): DiagnosticFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'number' || typeof value === 'boolean' || value === null
        ? value
        : String(value).slice(0, FIELD_CHARACTERS),
    ]),
  );
}
