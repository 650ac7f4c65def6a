import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { hashPassword } from '../main/staff/password.ts';
import { runTool, ToolError } from './tool-error.ts';

const terminal = process.stdin.isTTY === true;

/** Asks on the standard error, so that the output holds the hash alone. At a terminal nothing typed is shown. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const input = createInterface({ input: process.stdin, output: nowhere, terminal });
  input.once('SIGINT', () => process.exit(130));
  try {
    return await input.question('');
  } finally {
    input.close();
    if (terminal) process.stderr.write('\n');
  }
}

/**
 * `node tools/admin-password.ts`: reads a password from its input and prints what the setting `adminPassword` takes.
 * Not an argument: those stand in the shell's history and in the list of processes.
 */
await runTool(async () => {
  const password = await ask('Password (nothing is shown while you type): ');
  if (password === '') throw new ToolError('No password was given.');
  if (terminal && (await ask('The same again: ')) !== password) {
    throw new ToolError('The two differ. Nothing was made; start again.');
  }
  if (terminal) console.error('Put this line into the settings file:');
  console.log(terminal ? `"adminPassword": "${hashPassword(password)}",` : hashPassword(password));
  return 0;
});
