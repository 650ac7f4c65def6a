import { meantWord } from './did-you-mean.ts';
import { errnoOf } from './find-batches.ts';
import { type Language, languageOf, plain } from './words.ts';

/** What a command does, its options and its exit codes, in each language; ends with a line feed. */
export type Usage = Readonly<Record<Language, string>>;
/** A sentence without personal data, in English and in Vietnamese. */
export type Words = readonly [en: string, vi: string];

/** One command of `gatelog`: a file of its own, loaded only when it is asked for. */
export interface Command {
  readonly usage: Usage;
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
 * Says on stderr where it stands how a command is said, and what was not understood last: there a terminal shows it.
 * @param usage of the command; null where it is none of ours
 */
export function notUnderstood(problem: Words, usage: Usage | null, language: Language): number {
  // Every usage begins with the name of its command.
  const command = asTyped(usage === null ? 'gatelog' : (/^gatelog \w+/.exec(usage.en)?.[0] ?? 'gatelog'));
  process.stderr.write(
    language === 'en' ? `see ${command} --help\n${problem[0]}\n` : `xem ${command} --help\n${problem[1]}\n`,
  );
  return NOT_UNDERSTOOD;
}

/** A command as whoever reads this has to type it: by npm there is none of the name gatelog alone. */
const asTyped = (command: string): string =>
  process.env['npm_lifecycle_event'] === 'gatelog'
    ? command.replace(/^gatelog/, 'npm run -s gatelog --')
    : command;

/** Language in which to speak of a command line, whatever else of it is wrong. */
export function languageIn(args: readonly string[]): Language {
  const given = args.flatMap((arg, index) =>
    arg === '--lang' ? (args[index + 1] ?? []) : arg.startsWith('--lang=') ? arg.slice('--lang='.length) : [],
  );
  return languageOf(given.at(-1)) ?? languageOf(undefined) ?? 'en';
}

/** A command line as `parseArgs` of Node reads it, with the options that every command has. */
interface Parsed {
  readonly values: { readonly lang?: string; readonly help?: boolean };
}

/**
 * Reads a command line. Where it is not understood that is said, and where help is asked for it is given: then the exit
 * code comes back.
 * @param parse calls `parseArgs`; what that throws becomes words
 * @param stray what to do about a name that no option stands before; nothing where left out
 */
export function understand<P extends Parsed>(
  args: readonly string[],
  usage: Usage,
  parse: () => P,
  stray: Words | null = null,
): (P & { readonly language: Language }) | number {
  const language = languageIn(args);
  let parsed: P;
  try {
    parsed = parse();
  } catch (error) {
    return notUnderstood(mistakeWords(error, stray, optionsIn(usage)), usage, language);
  }
  if (parsed.values.help === true) {
    process.stdout.write(usage[language]);
    return 0;
  }
  if (languageOf(parsed.values.lang) === null)
    return notUnderstood(['--lang is en or vi', '--lang là en hoặc vi'], usage, language);
  return { ...parsed, language };
}

/** Every option that a usage names, without its dashes. */
const optionsIn = ({ en }: Usage): readonly string[] =>
  [...en.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name);

/**
 * What was most likely meant by a mistyped word, as the end of a sentence; nothing where none is near.
 * @param before stands before the word where it is typed
 */
export function meantWords(typed: string, words: readonly string[], before = ''): Words {
  const meant = meantWord(typed, words);
  return meant === null
    ? ['', '']
    : [`; did you mean ${before}${meant}?`, `; có phải ý bạn là ${before}${meant}?`];
}

/** What `parseArgs` says of a mistake (Node, util, ERR_PARSE_ARGS_*), in words of ours. */
function mistakeWords(error: unknown, stray: Words | null, options: readonly string[]): Words {
  const message = error instanceof Error ? plain(error.message) : '';
  const name = /'([^']*)'/.exec(message)?.[1] ?? '';
  const option = name.replace(/ <value>$/, '').replace(/^-\w, /, '');
  switch (errnoOf(error)) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const [en, vi] = meantWords(option.replace(/^-+/, ''), options, '--');
      return [`unknown option: ${option}${en}`, `không có tùy chọn ${option}${vi}`];
    }
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return stray === null
        ? [`nobody asked for this: ${name}`, `thừa: ${name}`]
        : [`nobody asked for this: ${name}; ${stray[0]}`, `thừa: ${name}; ${stray[1]}`];
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return message.includes('does not take')
        ? [`${option} takes no value`, `${option} không kèm giá trị`]
        : [`the value of ${option} is missing`, `thiếu giá trị sau ${option}`];
    default:
      return [message, message];
  }
}
