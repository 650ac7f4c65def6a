import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** Keys of an office as Debian's own `age-keygen` makes them: the identity file, and the public key. */
export function makeOfficeKey(identityFile: string): string {
  const made = spawnSync('age-keygen', ['-o', identityFile], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`age-keygen: ${made.stderr}`);
  return spawnSync('age-keygen', ['-y', identityFile], { encoding: 'utf8' }).stdout.trim();
}

/** Runs `age` as a shell would; throws with what it says where it fails. */
export function age(...args: readonly string[]): void {
  const ended = spawnSync('age', args, { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`age ${args.join(' ')}: ${ended.stderr}`);
}

/**
 * Runs `age` on a terminal of its own, since it takes a passphrase from nowhere else, and types the passphrase as
 * often as it may ask. Paths must hold no comma and no space.
 */
export function ageWithPassphrase(passphrase: string, ...args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('socat', ['-t60', 'STDIO', `EXEC:age ${args.join(' ')},pty,setsid,ctty,echo=0`]);
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 && !/error/.test(said) ? resolve() : reject(new Error(`age: ${said}`)),
    );
    child.stdin.end(`${passphrase}\n${passphrase}\n`);
  });
}

/** Writes a passphrase file as `--passphrase-file` reads it. */
export function writePassphrase(path: string, passphrase: string): string {
  writeFileSync(path, `${passphrase}\n`, { mode: 0o600 });
  return path;
}
