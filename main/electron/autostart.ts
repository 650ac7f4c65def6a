import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { replaceFile } from '../replace-file.ts';
import { desktopEntry } from './desktop-entry.ts';

/**
 * Makes the packaged kiosk start with the session of this account, or no longer: the login items of Windows and macOS,
 * the XDG autostart folder on Linux. Throws what the file system throws.
 * @param args arguments that the kiosk was started with, such as `--settings=FILE`
 */
export function setAutostart(on: boolean, args: readonly string[], env: NodeJS.ProcessEnv): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on, args: [...args] });
    return;
  }
  const file = join(configFolder(env), 'autostart', 'gatelog.desktop');
  if (!on) {
    rmSync(file, { force: true });
    return;
  }
  // An AppImage runs from a mount that is another one at every start; the file itself stays.
  const entry = desktopEntry([env['APPIMAGE'] ?? process.execPath, ...args]);
  if (contentOf(file) === entry) return;
  mkdirSync(dirname(file), { recursive: true });
  replaceFile(file, entry);
}

/** XDG Base Directory Specification: a relative path there counts for nothing. */
function configFolder(env: NodeJS.ProcessEnv): string {
  const given = env['XDG_CONFIG_HOME'];
  return given?.startsWith('/') ? given : join(homedir(), '.config');
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
