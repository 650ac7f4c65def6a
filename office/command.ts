/** One command of `gatelog`: a file of its own, loaded only when it is asked for. */
export interface Command {
  /** What it does, its options and its exit codes; ends with a line feed. */
  readonly usage: string;
  /** Runs with the arguments behind the command's name and gives the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** Exit code of a command line that was not understood. */
export const NOT_UNDERSTOOD = 2;

/**
 * Says on stderr why a command cannot begin though it was understood, such as a key file that is not there; how it is
 * said would only hide that.
 * @param problem a sentence in the language of the answer
 */
export function cannotBegin(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return NOT_UNDERSTOOD;
}

/**
 * Says on stderr what was not understood, then how it is said.
 * @param problem a sentence without personal data; '' where nothing was asked for
 */
export function notUnderstood(problem: string, usage: string): number {
  process.stderr.write(problem === '' ? usage : `${problem}\n\n${usage}`);
  return NOT_UNDERSTOOD;
}
