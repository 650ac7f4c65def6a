import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findElectron } from './electron-runtime.ts';
import { PROJECT, packageCommand } from './project.ts';
import { runProgram } from './run-program.ts';
import { STRAY_ERRORS_FILE } from './stray-errors.ts';
import { countReportFile, type Outcome, stepOutcome, summaryLine, together } from './summary.ts';
import { ensureSystem, PROGRAMS, type Program, programPath } from './system-libraries.ts';
import { runTool, ToolError } from './tool-error.ts';

const STEP_TIMEOUT_MS = 300_000;
const TESTS_TIMEOUT_MS = 1_800_000;

const say = (line: string): void => console.log(line);

/**
 * `npm test -- [--no-e2e] [file filter and other arguments for vitest]`: lint, types, build, unit and
 * integration tests, then the real app. Everything runs even if something before it failed. Ends with the
 * names of what was skipped and what failed, the Electron runtime, and a last line of counts.
 */
async function test(): Promise<number> {
  const all = process.argv.slice(2);
  const e2e = !all.includes('--no-e2e');
  const args = all.filter((arg) => arg !== '--no-e2e');

  const runtime = e2e ? await prepareMachine() : 'not used (--no-e2e)';
  const steps = [
    await step('lint', '@biomejs/biome', 'biome', ['check', '.']),
    await step('types', 'typescript', 'tsc', ['--noEmit', '-p', '.']),
    await step('build', 'electron-vite', 'electron-vite', ['build']),
  ];
  const tests = [await vitest('unit', args, process.env)];
  if (e2e) tests.push(await endToEnd(args));
  return report([...steps, ...tests], together(tests), runtime);
}

/** Finds Electron and the programs that tests use; what cannot be had is named and its tests are skipped. */
async function prepareMachine(): Promise<string> {
  let path: string | undefined;
  let runtime: string;
  try {
    const electron = await findElectron();
    path = electron.path;
    runtime = `${electron.origin} ${electron.version}`;
  } catch (error) {
    // Whatever it was: the other tests still run, and the last line still comes.
    say(error instanceof ToolError ? error.message : String(error));
    runtime = 'none';
  }
  const programs = Object.keys(PROGRAMS).filter((name): name is Program => name in PROGRAMS);
  await ensureSystem(programs, path, say);
  return runtime;
}

async function step(
  title: string,
  packageName: string,
  command: string,
  args: readonly string[],
): Promise<Outcome> {
  const ended = await runProgram(process.execPath, [packageCommand(packageName, command), ...args], {
    cwd: PROJECT,
    timeoutMs: STEP_TIMEOUT_MS,
  });
  const ok = ended.code === 0;
  if (!ok) say(ended.timedOut ? `no end within ${STEP_TIMEOUT_MS / 1000} s` : ended.output.trim());
  say(`${ok ? 'ok    ' : 'FAILED'} ${title}`);
  return stepOutcome(title, ok);
}

/**
 * Where there is Xvfb, each kiosk of a test opens a display of its own: real key presses (xdotool) must not land in the
 * window of whoever runs the tests or of another test, and nobody's keys in theirs. Else the one that is there has to do.
 */
function endToEnd(args: readonly string[]): Promise<Outcome> {
  const { DISPLAY: _theirs, ...env } = process.env;
  return vitest('e2e', args, programPath('Xvfb') === undefined ? process.env : env);
}

async function vitest(project: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-test-'));
  const file = join(folder, 'report.json');
  const strayFile = join(folder, 'stray-errors.json');
  try {
    const ended = await runProgram(
      process.execPath,
      [
        packageCommand('vitest', 'vitest'),
        'run',
        `--project=${project}`,
        // A filter for one project finds nothing in the other; that nothing ran at all is noticed in the end.
        '--passWithNoTests',
        '--reporter=default',
        '--reporter=json',
        `--reporter=${join(PROJECT, 'tools', 'stray-errors.ts')}`,
        `--outputFile.json=${file}`,
        ...args,
      ],
      {
        cwd: PROJECT,
        env: { ...env, [STRAY_ERRORS_FILE]: strayFile },
        timeoutMs: TESTS_TIMEOUT_MS,
        show: true,
      },
    );
    return countReportFile(file, project, ended.code, strayFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(outcomes: readonly Outcome[], tests: Outcome, runtime: string): number {
  const total = together(outcomes);
  for (const name of total.skipped) say(`skipped: ${name}`);
  for (const name of total.failures) say(`FAILED:  ${name}`);
  const nothingRan = tests.passed + tests.failures.length === 0;
  if (nothingRan) say('no test ran: nothing is proved');
  say(`Electron runtime: ${runtime}`);
  say(summaryLine(total));
  return total.failures.length > 0 || nothingRan ? 1 : 0;
}

await runTool(test);
