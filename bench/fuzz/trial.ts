import type { CredentialContext } from '../../core/credential/credential.ts';
import { answerLine, type ReadAnswer, readAnswerSchema } from '../../office/read-answer.ts';
import { createPayloadReader } from '../../office/read-payload.ts';
import type { FuzzPayload } from './payload.ts';
import type { Specimen } from './specimen.ts';

/** What one payload came to. */
export interface Trial {
  readonly kind: ReadAnswer['kind'] | null;
  /** What must never happen and did, in words; null where all is well. */
  readonly fault: string | null;
  /** CPU time of this thread in the reader alone, ms: a machine that is busy with others makes nobody a suspect. */
  readonly tookMs: number;
}

/** Longest line: a card of fifty codes, each character an escape. */
const LONGEST_LINE = 1 << 20;
const STEERS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/u;

/**
 * Reads payloads by the very function behind `gatelog read` and looks at each answer: nothing is thrown, it has its
 * documented shape and is one line, and no signature passes over a person whom no issuer of the run signed.
 */
export function createTrial(
  context: CredentialContext,
  specimens: readonly Specimen[],
): (payload: FuzzPayload) => Trial {
  const reader = createPayloadReader(() => context);
  const genuine = new Set<string>();
  // Codes of one card stand in their order, so that the whole card is among the answers.
  for (const { payload } of specimens) {
    const answer = reader.bytes(payload);
    if (answer.checks.signature?.outcome === 'pass') genuine.add(personIn(answer));
  }

  return (payload) => {
    const begun = process.threadCpuUsage();
    let answer: ReadAnswer;
    try {
      answer = payload.bytes === null ? reader.text(payload.text ?? '') : reader.bytes(payload.bytes);
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { kind: null, fault: `thrown: ${what}`, tookMs: cpuMsSince(begun) };
    }
    const tookMs = cpuMsSince(begun);
    return { kind: answer.kind, fault: faultOf(answer, payload, genuine), tookMs };
  };
}

function cpuMsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(begun);
  return (user + system) / 1000;
}

function faultOf(answer: ReadAnswer, payload: FuzzPayload, genuine: ReadonlySet<string>): string | null {
  const parsed = readAnswerSchema.safeParse(answer);
  if (!parsed.success) return `not the documented shape: ${parsed.error.message}`;
  const line = answerLine(answer);
  if (STEERS.test(line)) return 'a character that steers a terminal stands in the line';
  if (line.length > LONGEST_LINE) return `a line of ${line.length} characters`;
  const verified = answer.checks.signature?.outcome === 'pass';
  if (verified && !payload.signed && !genuine.has(personIn(answer))) {
    return 'a signature passes over a person whom nobody signed';
  }
  return null;
}

/** Whom an answer names. */
const personIn = ({ kind, name, birth }: ReadAnswer): string => JSON.stringify([kind, name, birth]);
