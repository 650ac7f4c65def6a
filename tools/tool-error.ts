/** Something a tool cannot go on from, in words for the person at the terminal; printed without a stack. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

/** Runs a tool's main function; a ToolError becomes its message and exit code 1, anything else keeps its stack. */
export async function runTool(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof ToolError ? error.message : error);
    process.exitCode = 1;
  }
}
