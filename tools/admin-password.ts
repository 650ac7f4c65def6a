import { createInterface } from 'node:readline/promises';
import { hashPassword } from '../main/staff/password.ts';
import { runTool, ToolError } from './tool-error.ts';

/**
 * `node tools/admin-password.ts`: reads a password from its input and prints what the setting `adminPassword` takes.
 * Not an argument: those stand in the shell's history and in the list of processes.
 */
await runTool(async () => {
  const input = createInterface({ input: process.stdin, output: process.stderr });
  const password = await input.question('Password: ');
  input.close();
  if (password === '') throw new ToolError('No password was given.');
  console.log(hashPassword(password));
  return 0;
});
