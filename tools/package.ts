import { findElectron } from './electron-runtime.ts';
import { buildIfNeeded, PROJECT, packageCommand } from './project.ts';
import { runProgram } from './run-program.ts';
import { runTool, ToolError } from './tool-error.ts';

/**
 * `npm run package`: the kiosk as a folder that starts on a PC without Node, in `dist/`. Never from the
 * registry copy: what a hospital installs must come from Electron's own makers.
 */
await runTool(async () => {
  const electron = await findElectron();
  if (electron.origin === 'registry-copy') {
    throw new ToolError(
      [
        'Refused: the only Electron here is the registry copy, a third party’s republication.',
        'It serves development and tests and is never packaged for anyone.',
        'Package on a machine that reaches Electron’s release page (`npx node tools/electron-runtime.ts --retry`),',
        'or name an unpacked official Electron with ELECTRON_OVERRIDE_DIST_PATH.',
      ].join('\n'),
    );
  }
  await buildIfNeeded((line) => console.error(line));
  const ended = await runProgram(
    process.execPath,
    [
      packageCommand('electron-builder', 'electron-builder'),
      '--linux',
      'dir',
      `-c.electronDist=${electron.dir}`,
      `-c.electronVersion=${electron.version}`,
      ...process.argv.slice(2),
    ],
    { cwd: PROJECT, show: true },
  );
  return ended.code ?? 1;
});
