import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian puts each version of the server. */
const DEBIAN = '/usr/lib/postgresql';

/** Folder of `initdb` and `pg_ctl`, of the newest version that is installed; undefined where there is none. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** A server of our own: a cluster in a temporary folder, on loopback, with a port of its own. */
export interface PostgresServer {
  readonly url: string;
  /** Ends it at once, as a power cut would. */
  readonly crash: () => void;
  readonly start: () => void;
  /** Ends it and removes its folder. */
  readonly stop: () => void;
}

/** Starts one. Never as root: PostgreSQL refuses that. Throws with what its programs say. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-postgres-'));
  const owner = process.getuid?.() === 0 ? userOf('postgres') : null;
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const run = (program: string, ...args: string[]): void => {
    // Its log goes to a file: a server keeps what it inherits open, and would hold up whoever waits for the end of it.
    const ended = spawnSync(join(programs, program), args, { ...owner, cwd: folder, stdio: 'ignore' });
    if (ended.status !== 0) throw new Error(`${program}: ${textOf(join(folder, 'log'))}`);
  };
  run('initdb', '-D', data, '-U', 'office', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  const port = await freePort();
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    `listen_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = ''\n`,
  );
  const start = (): void => run('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', '-t', '120', 'start');
  start();
  return {
    url: `postgres://office@127.0.0.1:${port}/postgres`,
    crash: () => run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop'),
    start,
    stop: () => {
      try {
        run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function userOf(name: string): { readonly uid: number; readonly gid: number } {
  const line = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8'));
  if (line === null) throw new Error(`there is no user ${name}`);
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : 'failed');

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
