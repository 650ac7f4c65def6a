import { findElectron } from './electron-runtime.ts';
import { PROJECT, packageCommand } from './project.ts';
import { runProgram } from './run-program.ts';
import { rootArguments } from './sandbox.ts';
import { runTool } from './tool-error.ts';

/**
 * `npm run dev -- …`: electron-vite's development server, with reload, on the Electron that was found.
 * Arguments before `--` are electron-vite's, those after it the kiosk's.
 */
await runTool(async () => {
  const electron = await findElectron();
  const sandbox = rootArguments().length > 0 ? ['--noSandbox'] : [];
  const args = [
    packageCommand('electron-vite', 'electron-vite'),
    'dev',
    ...sandbox,
    ...process.argv.slice(2),
  ];
  const ended = await runProgram(process.execPath, args, {
    cwd: PROJECT,
    // electron-vite 6 starts this binary instead of looking for one in the electron package.
    env: { ...process.env, ELECTRON_EXEC_PATH: electron.path },
    show: true,
  });
  return ended.code ?? 1;
});
