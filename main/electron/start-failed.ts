import { app, dialog } from 'electron';
import { toGatelogError } from '../../core/errors.ts';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { startProblem } from './start-problem.ts';

/** Each line of the diagnostics on the standard error too, for whoever starts the program by hand. */
export function echo(line: string): void {
  process.stderr.write(line);
}

/** A start that cannot succeed says why, in words, and ends. */
export function failStart(error: unknown, diagnostics: Diagnostics | null): void {
  const known = toGatelogError(error);
  diagnostics?.problem(known, 'start');
  const words = startProblem(known);
  echo(`${words}\n`);
  // Before the app is ready Linux would show no box, and whoever stands there would see nothing at all.
  const shown = async (): Promise<void> => {
    await app.whenReady();
    if (process.env['GATELOG_NO_DIALOG'] !== undefined) return;
    // Not showErrorBox: on Linux that waits in a loop that takes a whole core until somebody presses OK.
    await dialog.showMessageBox({ type: 'error', title: 'Sổ Cổng', message: words, buttons: ['OK'] });
  };
  void shown().finally(() => app.exit(1));
}
