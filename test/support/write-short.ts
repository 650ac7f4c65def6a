import { replaceFile } from '../../main/replace-file.ts';
import { createSecretFile } from '../../main/secret-file.ts';

/** Writes 5,000 letters: `node write-short.ts replace|secret FILE`. Prints the errno word of what was thrown. */
const [how, path = ''] = process.argv.slice(2);
try {
  (how === 'secret' ? createSecretFile : replaceFile)(path, 'x'.repeat(5000));
} catch (error) {
  process.stdout.write(String(Reflect.get(Object(error), 'code')));
}
