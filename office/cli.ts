import {
  type Command,
  languageIn,
  meantWords,
  NOT_UNDERSTOOD,
  notUnderstood,
  type Usage,
  type Words,
} from './command.ts';
import { watchOutput } from './output.ts';
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
async function main(line: readonly string[]): Promise<number> {
  const [name, ...args] = line;
  const language = languageIn(line);
  if (name === undefined) {
    process.stderr.write((await allUsage())[language]);
    return NOT_UNDERSTOOD;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write((await allUsage())[language]);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return (await load()).run(args);
  return notUnderstood(
    name.startsWith('-') ? ['the command comes first', 'lệnh phải đứng đầu'] : unknownWords(name),
    null,
    language,
  );
}

function unknownWords(name: string): Words {
  const [en, vi] = meantWords(name, Object.keys(COMMANDS));
  const all = Object.keys(COMMANDS).join(', ');
  return en === ''
    ? [
        `unknown command: ${plain(name)}; there are ${all}`,
        `không có lệnh ${plain(name)}; các lệnh là ${all}`,
      ]
    : [`unknown command: ${plain(name)}${en}`, `không có lệnh ${plain(name)}${vi}`];
}

async function allUsage(): Promise<Usage> {
  const usages = (await Promise.all(Object.values(COMMANDS).map((load) => load()))).map(({ usage }) => usage);
  return { en: usages.map(({ en }) => en).join('\n'), vi: usages.map(({ vi }) => vi).join('\n') };
}

/** Paths are meant from where the command was typed; npm runs it in the project's own folder. */
function goWhereTyped({ npm_lifecycle_event: script, INIT_CWD: folder }: NodeJS.ProcessEnv): void {
  if (script !== 'gatelog' || folder === undefined) return;
  try {
    process.chdir(folder);
  } catch {
    // It is gone or nobody may enter it: no path could be meant from there.
  }
}

goWhereTyped(process.env);
const line = process.argv.slice(2);
const exitCode = watchOutput(languageIn(line));
process.exitCode = exitCode(await main(line));
