/** Something a tool cannot go on from, in words for the person at the terminal; printed without a stack. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

/** Exit code of a command line that was not understood. */
const NOT_UNDERSTOOD = 2;

/**
 * Runs a tool's main function; a ToolError becomes its message and exit code 1, an option that there is not the usage and
 * exit code 2, anything else keeps its stack.
 * @param usage said for `--help`, before anything is done; a tool without it looks at its arguments itself
 */
export async function runTool(main: () => Promise<number>, usage?: string): Promise<void> {
  if (usage !== undefined && process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    if (isWrongOption(error)) {
      console.error(usage === undefined ? error.message : `${error.message}\n\n${usage}`);
      process.exitCode = NOT_UNDERSTOOD;
      return;
    }
    console.error(error instanceof ToolError ? error.message : error);
    process.exitCode = 1;
  }
}

/** What `parseArgs` of node:util throws for options that it was not told of. */
const isWrongOption = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
