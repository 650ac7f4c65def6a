import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Hands } from '../devices/hands.ts';
import { PROJECT } from '../project.ts';
import { runProgram } from '../run-program.ts';
import { ToolError } from '../tool-error.ts';

const DELIVERY_MS = 60_000;

/** Signs in as administrator, presses "seal and deliver" and waits for the kiosk's answer. Events delivered. */
export async function deliver(page: Page, hands: Hands, password: string): Promise<number> {
  await hands.click(page.getByTestId('action-admin'));
  const field = page.getByTestId('sign-in-password');
  // Into the field, wherever the focus is.
  await hands.click(field);
  await hands.type(password);
  await hands.click(page.getByTestId('sign-in-submit'));
  await hands.click(page.getByTestId('deliver-start'));
  const result = page.getByTestId('deliver-result');
  const problem = page.getByTestId('deliver-problem').filter({ hasText: /\S/ });
  await result.or(problem).first().waitFor({ timeout: DELIVERY_MS });
  if (await problem.isVisible()) {
    throw new ToolError(`The kiosk did not deliver: ${(await problem.textContent()) ?? ''}`);
  }
  const events = Number(await result.getAttribute('data-events'));
  await hands.click(page.getByTestId('admin-leave'));
  return events;
}

/** `gatelog verify` on what was delivered, with the gate's public key where the kiosk left it. Its words. */
export async function verify(batchFolder: string, dataFolder: string): Promise<string> {
  const key = join(dataFolder, 'gate-key.pub.json');
  const ended = await runProgram(
    process.execPath,
    [join(PROJECT, 'office', 'cli.ts'), 'verify', batchFolder, ...(existsSync(key) ? ['--key', key] : [])],
    { cwd: PROJECT, timeoutMs: DELIVERY_MS },
  );
  if (ended.code !== 0) throw new ToolError(`gatelog verify found something wrong:\n${ended.output}`);
  return ended.output.trim();
}
