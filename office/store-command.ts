import { parseArgs } from 'node:util';
import { isGatelogError } from '../core/errors.ts';
import { NOT_UNDERSTOOD, notUnderstood, type Usage, understand, type Words } from './command.ts';
import type { Store } from './store/store.ts';
import type { Language } from './words.ts';

/** Options of every command that reads a store. */
const OPTIONS = {
  from: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Says that there is nothing to tell of, so that it is not taken for good news. Gives the exit code. */
export function emptyStore(language: Language): number {
  process.stderr.write(
    language === 'en'
      ? 'The database holds no batch yet; take some with gatelog import.\n'
      : 'Cơ sở dữ liệu chưa có lô nào; hãy nhập bằng gatelog import.\n',
  );
  return 1;
}

export interface Asked {
  readonly store: Store;
  readonly language: Language;
  readonly json: boolean;
}

/** What to do about a name behind a command that reads a store: mostly it is the database, without its option. */
export const strayStore = (args: readonly string[]): Words | null =>
  args.some((arg) => arg === '--from' || arg.startsWith('--from='))
    ? null
    : ['write --from before the name of the database', 'hãy ghi --from trước tên tệp cơ sở dữ liệu'];

/**
 * Runs a command that reads the store named with `--from` and takes nothing else, and gives its exit code.
 * @param answer writes the answer and gives the exit code
 */
export async function runOnStore(
  args: readonly string[],
  usage: Usage,
  answer: (asked: Asked) => Promise<number>,
): Promise<number> {
  const asked = understand(
    args,
    usage,
    () => parseArgs({ args: [...args], options: OPTIONS }),
    strayStore(args),
  );
  if (typeof asked === 'number') return asked;
  const { values, language } = asked;
  const { from } = values;
  if (from === undefined || from === '')
    return notUnderstood(['--from is missing', 'thiếu --from'], usage, language);
  return withStore(from, language, (store) => answer({ store, language, json: values.json === true }));
}

/**
 * Opens a store that is there, and closes it whatever happens. What cannot be opened becomes words and exit code 2, what
 * fails afterwards words and 1.
 */
export async function withStore(
  from: string,
  language: Language,
  use: (store: Store) => Promise<number>,
): Promise<number> {
  let isOpen = false;
  try {
    const { openStoreToRead } = await import('./store/open.ts');
    const store = await openStoreToRead(from);
    isOpen = true;
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!isGatelogError(error, 'store/unavailable', 'store/unknown', 'store/failed')) throw error;
    const { storeErrorWords } = await import('./store/store-error.ts');
    process.stderr.write(`${storeErrorWords(error, language, from)}\n`);
    return isOpen ? 1 : NOT_UNDERSTOOD;
  }
}
