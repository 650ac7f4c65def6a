import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** How a part of the test command came out. Skipped and failed ones by name, so that none is skipped in silence. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
}

/** The part of Vitest's JSON report (Jest's format) that is counted. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/**
 * Counts a Vitest JSON report. Three things fail without any test of theirs having failed, and each counts as
 * one failure: a file that could not be loaded or whose hook threw, a run that ended badly for another reason
 * (an unhandled rejection, a crash), and a report that is missing or cannot be read.
 *
 * @param text the report, or undefined if none was written
 * @param project name of the part, for failures that have no test to be named after
 * @param exitCode how vitest ended; null when it was killed
 * @param strayErrors what failed beside every test, a line each
 */
export function countReport(
  text: string | undefined,
  project: string,
  exitCode: number | null,
  strayErrors: readonly string[] = [],
): Outcome {
  const parsed = text === undefined ? undefined : reportSchema.safeParse(jsonOrUndefined(text));
  if (parsed?.success !== true) {
    return {
      passed: 0,
      failures: [`${project}: vitest left no report (exit code ${exitCode})`],
      skipped: [],
    };
  }
  let passed = 0;
  const failures: string[] = [];
  const skipped: string[] = [];
  for (const file of parsed.data.testResults) {
    let failedHere = 0;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') {
        failedHere += 1;
        failures.push(test.fullName);
      } else skipped.push(test.fullName);
    }
    if (file.status === 'failed' && failedHere === 0) {
      failures.push(`${file.name}: ${file.message?.split('\n')[0]?.trim() || 'failed outside its tests'}`);
    }
  }
  for (const error of strayErrors) failures.push(`${project}, beside its tests: ${error}`);
  if (exitCode !== 0 && failures.length === 0) {
    failures.push(`${project}: vitest ended with exit code ${exitCode} though no test failed`);
  }
  return { passed, failures, skipped };
}

/** Reads and counts the report that a run of vitest wrote to `file`, and its stray errors if `strayFile` has any. */
export function countReportFile(
  file: string,
  project: string,
  exitCode: number | null,
  strayFile?: string,
): Outcome {
  const stray = strayFile === undefined ? undefined : textOrUndefined(strayFile);
  const lines = z.array(z.string()).safeParse(stray === undefined ? [] : jsonOrUndefined(stray));
  return countReport(textOrUndefined(file), project, exitCode, lines.success ? lines.data : []);
}

/** A step that is one test by itself: lint, types, build. */
export const stepOutcome = (name: string, ok: boolean): Outcome => ({
  passed: ok ? 1 : 0,
  failures: ok ? [] : [name],
  skipped: [],
});

/** All parts together. */
export const together = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
  failures: outcomes.flatMap((outcome) => outcome.failures),
  skipped: outcomes.flatMap((outcome) => outcome.skipped),
});

/** The last line of the test command, in the form that machines read. */
export const summaryLine = (outcome: Outcome): string =>
  `${outcome.passed} passed, ${outcome.failures.length} failed, ${outcome.skipped.length} skipped`;

function textOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
