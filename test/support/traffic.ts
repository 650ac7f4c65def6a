import { chmod, readFile, writeFile } from 'node:fs/promises';
import { BlockList, isIP } from 'node:net';
import { join } from 'node:path';
import type { FoundElectron } from '../../tools/electron-runtime.ts';

/** What a process asked of the network, by the system calls that it made and by Chromium's own account. */
export interface Traffic {
  /** Every address outside this machine that was connected to or sent to, as `connect TCP 192.0.2.1`. */
  readonly outward: readonly string[];
  /** Chromium's own: names it looked up, addresses it connected or sent to, and requests that it began. */
  readonly chromium: readonly string[];
}

/** An Electron whose network calls, and those of all its processes, are written down. Needs the device `strace`. */
export interface TracedElectron {
  readonly electron: FoundElectron;
  readonly switches: readonly string[];
  /** To be read once it has quit: only then is Chromium's own log whole. */
  read(): Promise<Traffic>;
}

/** Arguments of strace: all threads and children, sockets with their addresses, the tracer out of the way. */
export const straceArguments = (output: string): string[] => [
  '-D',
  '-f',
  '-yy',
  '-e',
  'trace=network',
  '-o',
  output,
];

/** Wraps a found Electron; its files lie in `folder`, which the caller removes. */
export async function traceElectron(found: FoundElectron, folder: string): Promise<TracedElectron> {
  const calls = join(folder, 'network.strace');
  const netLog = join(folder, 'net-log.json');
  const wrapper = join(folder, 'traced-electron');
  await writeFile(wrapper, `#!/bin/sh\nexec strace ${straceArguments(calls).join(' ')} ${found.path} "$@"\n`);
  await chmod(wrapper, 0o755);
  return {
    electron: { ...found, path: wrapper },
    switches: [`--log-net-log=${netLog}`, '--net-log-capture-mode=Everything'],
    read: async () => ({
      outward: outwardCalls(await readFile(calls, 'utf8')),
      chromium: chromiumCalls(await readFile(netLog, 'utf8')),
    }),
  };
}

const OWN = new BlockList();
OWN.addSubnet('127.0.0.0', 8, 'ipv4');
OWN.addAddress('::1', 'ipv6');

const isOutside = (address: string): boolean =>
  !OWN.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') && !OWN.check(address.replace(/^::ffff:/, ''));

/** A call that reaches for an address: name, kind of socket, and the rest of its line. */
const REACHING = /\b(connect|sendto|sendmsg|sendmmsg)\(\d+<(TCP|UDP|RAW|ICMP)[^:]*:(.*)$/;
/** The address given to the call, and the one that the socket was connected to before. */
const ADDRESSES = [
  /inet_addr\("([^"]+)"\)/,
  /inet_pton\(AF_INET6, "([^"]+)"/,
  /^\[.*?->\[?([0-9a-f:.]+?)\]?:\d+\]>/,
];

/** What strace wrote down, as the calls that left this machine: `connect TCP 192.0.2.1`, each once. */
export function outwardCalls(strace: string): string[] {
  const found = strace.split('\n').flatMap((line) => {
    const [, call = '', kind = '', rest = ''] = REACHING.exec(line) ?? [];
    const addresses = ADDRESSES.flatMap((shape) => shape.exec(rest)?.[1] ?? []);
    return addresses.filter(isOutside).map((address) => `${call} ${kind} ${address}`);
  });
  return [...new Set(found)];
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: Readonly<Record<string, unknown>> }[];
}

/** Events of Chromium's net log that mean a look-up, a connection, bytes or a request. */
const TELLING = [
  'DNS_TRANSACTION',
  'HOST_RESOLVER_SYSTEM_TASK',
  'HOST_RESOLVER_MANAGER_REQUEST',
  'TCP_CONNECT_ATTEMPT',
  'UDP_BYTES_SENT',
  'URL_REQUEST_START_JOB',
];

function chromiumCalls(text: string): string[] {
  const log = JSON.parse(text) as NetLog;
  const names = new Map(Object.entries(log.constants.logEventTypes).map(([name, type]) => [type, name]));
  const unknown = TELLING.filter((name) => !(name in log.constants.logEventTypes));
  if (unknown.length > 0) throw new Error(`this Chromium's net log knows no ${unknown.join(', ')}`);
  const found = log.events.flatMap(({ type, params }) => {
    const name = names.get(type) ?? '';
    const what = params?.['host'] ?? params?.['address'] ?? params?.['url'];
    return TELLING.includes(name) && what !== undefined ? `${name} ${String(what)}` : [];
  });
  return [...new Set(found)];
}
