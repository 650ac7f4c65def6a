import { type Command, notUnderstood } from './command.ts';
import { plain } from './words.ts';

/** Every command, each loaded only when it is asked for: `read` starts without what `verify` needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  verify: async () => (await import('./verify-command.ts')).verifyCommand,
  import: async () => (await import('./import-command.ts')).importCommand,
  batches: async () => (await import('./batches-command.ts')).batchesCommand,
  gaps: async () => (await import('./gaps-command.ts')).gapsCommand,
  export: async () => (await import('./export-command.ts')).exportCommand,
  read: async () => (await import('./read-command.ts')).readCommand,
};

/** Runs the command line and returns its exit code. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined) return notUnderstood('', await allUsage());
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await allUsage());
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return (await load()).run(args);
  const problem = name.startsWith('-') ? 'the command comes first' : `unknown command: ${plain(name)}`;
  return notUnderstood(problem, await allUsage());
}

async function allUsage(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return commands.map(({ usage }) => usage).join('\n');
}

process.exitCode = await main(process.argv.slice(2));
