import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programPath } from '../../tools/system-libraries.ts';
import { unmount } from './mount.ts';

/** A real Samba server and its share, mounted over FUSE. */
export interface SambaShare {
  /** The share as this machine sees it. */
  readonly place: string;
  /** The same folder on the server, without any network between. */
  readonly served: string;
  /** Ends the server: connections break, as when it loses its power. */
  stop(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** The mount answers nothing any more: every call on it hangs. */
  hang(): void;
  /** It answers again. */
  goOn(): void;
  close(): Promise<void>;
}

/** Each share of this process has an address of its own on the loopback: clients know one port only, 445. */
let shares = 0;

/** Starts a server with a guest share in this folder and mounts it; the caller closes it. Needs the device `samba`. */
export async function openSambaShare(folder: string): Promise<SambaShare> {
  shares += 1;
  // 127.0.0.0/8 is all loopback; the process id keeps runs at one time apart.
  const address = `127.${(process.pid >> 8) & 0xff}.${process.pid & 0xff}.${shares + 1}`;
  const at = (name: string): string => join(folder, 'samba', name);
  for (const name of ['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc', 'share', 'home', 'mount'])
    mkdirSync(at(name), { recursive: true });
  writeFileSync(
    at('smb.conf'),
    `[global]
server role = standalone server
interfaces = ${address}/8
bind interfaces only = yes
smb ports = 445
disable netbios = yes
map to guest = Bad User
private dir = ${at('private')}
lock directory = ${at('lock')}
state directory = ${at('state')}
cache directory = ${at('cache')}
pid directory = ${at('pid')}
ncalrpc dir = ${at('ncalrpc')}
log file = ${at('log')}
load printers = no
printing = bsd
usershare max shares = 0
[share]
path = ${at('share')}
read only = no
guest ok = yes
force user = root
`,
  );
  mkdirSync(join(at('home'), '.smb'));
  // Without the desktop's key ring, which it would ask for a password and wait.
  const client = join(at('home'), '.smb', 'smbnetfs.conf');
  writeFileSync(client, `smb_query_browsers "false"\nuse_libsecret "false"\nhost ${address} visible=true\n`);
  chmodSync(client, 0o600);
  writeFileSync(join(at('home'), '.smb', 'smb.conf'), '[global]\nclient min protocol = SMB2\n');

  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const smbd = programPath('smbd') ?? 'smbd';
    const args = [`--configfile=${at('smb.conf')}`, '--foreground', '--no-process-group', '--debug-stdout'];
    // A group of its own: a child for each client dies with it.
    server = spawn(smbd, args, { stdio: 'ignore', detached: true });
    await until(() => answers(address));
  };
  const stop = async (): Promise<void> => {
    const mine = server;
    server = null;
    if (mine?.pid === undefined || mine.exitCode !== null) return;
    const gone = once(mine, 'exit');
    process.kill(-mine.pid, 'SIGKILL');
    await gone;
  };
  const mount = spawn(
    programPath('smbnetfs') ?? 'smbnetfs',
    [
      at('mount'),
      '-f',
      '-o',
      `config=${client}`,
      '-o',
      'smb_timeout=3000',
      '-o',
      'max_retry_count=1',
      '-o',
      'use_libsecret=false',
    ],
    { stdio: 'ignore', env: { ...process.env, HOME: at('home') }, detached: true },
  );
  const place = join(at('mount'), address, 'share');
  const close = async (): Promise<void> => {
    unmount(at('mount'));
    const gone = mount.exitCode === null && mount.signalCode === null ? once(mount, 'exit') : null;
    signal('SIGKILL');
    await gone;
    await stop();
  };
  const signal = (name: NodeJS.Signals): void => {
    if (mount.pid !== undefined && mount.exitCode === null) process.kill(-mount.pid, name);
  };
  try {
    await start();
    await until(() => Promise.resolve(isThere(place)));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    place,
    served: at('share'),
    start,
    stop,
    hang: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
    close,
  };
}

const isThere = (place: string): boolean => {
  try {
    readdirSync(place);
    return true;
  } catch {
    return false;
  }
};

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(445, address);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error('the share did not come up');
}
