import { describe, expect, it } from 'vitest';
import { rulesBroken } from './offenders.ts';

const IMPORTS = 'lint/style/noRestrictedImports';

/** Files that climb a wall, with what stands in them. The rule that catches each is the import rule unless said. */
const OFFENDERS: Readonly<Record<string, string>> = {
  'core/gate/asks-main.ts': "import { openLog } from '../../main/log/index.ts';\nopenLog();\n",
  'core/gate/asks-lazily.ts': "export const log = () => import('../../main/log/index.ts');\n",
  'core/gate/hands-on.ts': "export { openLog } from '../../main/log/index.ts';\n",
  'core/gate/reads-files.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
  'core/gate/draws-lots.ts': "import { randomBytes } from 'node:crypto';\nrandomBytes(1);\n",
  'core/read/hashes.ts': "import { createHash } from 'node:crypto';\ncreateHash('sha256');\n",
  'core/person/asks-react.ts': "import { useState } from 'react';\nuseState();\n",
  'main/asks-page.ts': "import { call } from '../renderer/bridge.ts';\ncall();\n",
  'main/asks-office.ts': "import { verifyFolder } from '../office/verify.ts';\nverifyFolder();\n",
  'main/opens-window.ts': "import { app } from 'electron';\napp.quit();\n",
  'main/delivery/opens-log.ts': "import Database from 'better-sqlite3';\nnew Database('x');\n",
  'main/delivery/opens-office.ts':
    "import { DuckDBInstance } from '@duckdb/node-api';\nDuckDBInstance.create();\n",
  'main/log/asks-server.ts': "import pg from 'pg';\nnew pg.Client();\n",
  'core/batch/copies.ts': "import { from } from 'pg-copy-streams';\nfrom('x');\n",
  'main/electron/opens-port.ts': "import { SerialPort } from 'serialport';\nSerialPort.list();\n",
  'main/scanner/opens-log.ts': "import Database from 'better-sqlite3';\nnew Database('x');\n",
  'main/log/opens-port.ts': "import { SerialPort } from 'serialport';\nSerialPort.list();\n",
  'preload/asks-main.ts': "import { openLog } from '../main/log/index.ts';\nopenLog();\n",
  'preload/contract/reads-files.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
  'renderer/gate/asks-main.ts': "import { openLog } from '../../main/log/index.ts';\nopenLog();\n",
  'renderer/gate/reads-files.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
  'renderer/gate/asks-electron.ts': "import { ipcRenderer } from 'electron';\nipcRenderer.send('x');\n",
  'decode/reads-files.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
  'office/asks-main.ts': "import { openLog } from '../main/log/index.ts';\nopenLog();\n",
  'office/opens-window.ts': "import { app } from 'electron';\napp.quit();\n",
};

/** What each folder may do: nobody complains. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  'core/batch/hashes.ts': "import { createHash } from 'node:crypto';\ncreateHash('sha256');\n",
  'main/asks-core.ts': "import { decide } from '../core/gate/decide.ts';\ndecide();\n",
  'main/electron/opens-window.ts': "import { app } from 'electron';\napp.quit();\n",
  'main/scanner/opens-port.ts': "import { SerialPort } from 'serialport';\nSerialPort.list();\n",
  'main/log/opens-log.ts': "import Database from 'better-sqlite3';\nnew Database('x');\n",
  'renderer/gate/knows-kinds.ts':
    "import type { Credential } from '../../core/credential/credential.ts';\nexport type Shown = Credential;\n",
  'renderer/gate/frames.ts':
    "import { createWedgeFramer } from '../../core/read/wedge.ts';\ncreateWedgeFramer();\n",
  'office/store/opens-office.ts':
    "import { DuckDBInstance } from '@duckdb/node-api';\nimport pg from 'pg';\nDuckDBInstance.create();\nnew pg.Client();\n",
  'office/asks-core.ts': "import { chainOf } from '../core/batch/chain.ts';\nchainOf();\n",
};

describe('the walls', () => {
  it('catch every file that climbs one, and leave its neighbours alone', async () => {
    const broken = await rulesBroken({ ...OFFENDERS, ...NEIGHBOURS });
    expect(Object.keys(OFFENDERS).filter((path) => !broken.get(path)?.includes(IMPORTS))).toEqual([]);
    expect(Object.keys(NEIGHBOURS).flatMap((path) => broken.get(path) ?? [])).toEqual([]);
  });

  it('keep time and chance out of core, and values of core out of the page', async () => {
    const broken = await rulesBroken({
      'core/gate/asks-clock.ts': 'export const now = (): number => Date.now();\n',
      'core/gate/makes-date.ts': 'export const now = (): Date => new Date();\n',
      'core/gate/rolls-dice.ts': 'export const roll = (): number => Math.random();\n',
      'core/gate/asks-process.ts': 'export const where = (): string => process.cwd();\n',
      'core/gate/given-time.ts': 'export const day = (ms: number): Date => new Date(ms);\n',
      'renderer/gate/decides.ts': "import { decide } from '../../core/gate/decide.ts';\ndecide();\n",
    });
    expect([...broken.keys()].sort()).toEqual([
      'core/gate/asks-clock.ts',
      'core/gate/asks-process.ts',
      'core/gate/makes-date.ts',
      'core/gate/rolls-dice.ts',
      'renderer/gate/decides.ts',
    ]);
  });
});
