import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { GatelogError } from '../../core/errors.ts';
import { sealRange } from '../../main/delivery/seal.ts';
import { createSigningKey, PRIVATE_KEY_FILE, PUBLIC_KEY_FILE } from '../../main/delivery/signing-key.ts';
import { newEvent } from '../../main/events.ts';
import { createGateKey, type GateKey } from '../../main/gate-key.ts';
import type { Log } from '../../main/log/log.ts';
import { testFolder } from '../support/folder.ts';
import { GATE_START, openGateLog } from '../support/gate-log.ts';
import { SAMPLE_GATE, sealInput } from '../support/sample-batch.ts';

let dataFolder: string;
let audited: { what: string; details: Record<string, unknown> }[];
beforeEach(() => {
  dataFolder = testFolder();
  audited = [];
});

function start(log: Log): GateKey {
  return createGateKey({
    log,
    dataFolder,
    audit: (what, details) => {
      audited.push({ what, details });
      log.audit.write({ atMs: GATE_START, offsetMin: 420, clock: 'ok', who: 'admin', what, details });
    },
    alive: () => audited.push({ what: 'alive', details: {} }),
  });
}
/** A log in which a gate has opened before. */
function usedLog(): Log {
  const log = emptyLog();
  const stamp = { atMs: GATE_START, offsetMin: 420, bootId: 'boot', uptimeMs: 0, clock: 'ok' as const };
  log.append([newEvent({ stamp, lane: '', kind: 'opened', reason: 'opened', source: null, guard: null })]);
  return log;
}
function emptyLog(): Log {
  const log = openGateLog(dataFolder);
  onTestFinished(() => log.close());
  return log;
}
const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof GatelogError ? error.code : 'other';
  }
};
const privateFile = () => join(dataFolder, PRIVATE_KEY_FILE);
const publicFile = () => join(dataFolder, PUBLIC_KEY_FILE);

describe("the gate's signing key", () => {
  it('is made at the first start, and there is nothing to tell', () => {
    const key = start(emptyLog());
    expect([key.problem(), existsSync(privateFile()), existsSync(publicFile()), audited]).toEqual([
      null,
      true,
      true,
      [],
    ]);
  });

  it.each<[string, () => Log, string[]]>([
    ['its public half tells of it', emptyLog, [PRIVATE_KEY_FILE]],
    ['the log alone tells that the gate was open before', usedLog, [PRIVATE_KEY_FILE, PUBLIC_KEY_FILE]],
  ])('is not made anew by itself where it was lost and %s', (_, log, lost) => {
    start(emptyLog());
    for (const file of lost) rmSync(join(dataFolder, file));
    const key = start(log());
    expect([codeOf(key.signer), key.problem(), existsSync(privateFile()), audited]).toEqual([
      'key/signing-missing',
      'key/signing-missing',
      false,
      [],
    ]);
  });

  it('is the same again once its file was put back, without a start', () => {
    const before = start(emptyLog()).signer().keyId;
    const copy = join(testFolder(), 'copy.pem');
    copyFileSync(privateFile(), copy);
    rmSync(privateFile());
    const key = start(usedLog());
    expect(key.problem()).toBe('key/signing-missing');
    copyFileSync(copy, privateFile());
    expect([key.problem(), key.signer().keyId, audited]).toEqual([null, before, []]);
  });

  it('is made anew when an administrator asks for it, which is written down for the office', () => {
    const before = start(emptyLog()).signer().keyId;
    rmSync(privateFile());
    const key = start(usedLog());
    const { keyId } = key.makeAnew();
    expect(keyId).not.toBe(before);
    expect([key.problem(), key.signer().keyId, start(usedLog()).signer().keyId]).toEqual([
      null,
      keyId,
      keyId,
    ]);
    expect(JSON.parse(readFileSync(publicFile(), 'utf8')).kid).toBe(keyId);
    expect(audited).toEqual([
      { what: 'key/made-anew', details: { keyId, batches: 0 } },
      { what: 'alive', details: {} },
    ]);
  });

  it('is never another without a word to the office, whatever ends the making of it half-way', () => {
    start(emptyLog());
    for (const file of [privateFile(), publicFile()]) rmSync(file);
    // Nothing can be written to a name that is a folder, whoever runs this.
    mkdirSync(publicFile());
    expect(codeOf(start(usedLog()).makeAnew)).toBe('key/signing-unwritable');
    rmSync(publicFile(), { recursive: true });
    const { keyId } = start(usedLog()).signer();
    expect(audited).toEqual([
      { what: 'key/made-anew', details: { keyId, batches: 0 } },
      { what: 'alive', details: {} },
    ]);
  });

  it('that is no key is told, and kept beside the new one: somebody may know better', () => {
    start(emptyLog());
    writeFileSync(privateFile(), 'half a k');
    const key = start(usedLog());
    expect([codeOf(key.signer), key.problem()]).toEqual(['key/signing-invalid', 'key/signing-invalid']);
    key.makeAnew();
    expect(readFileSync(`${privateFile()}.other`, 'utf8')).toBe('half a k');
    expect([key.problem(), start(usedLog()).problem()]).toEqual([null, null]);
  });

  /** Another gate's files, as somebody who means well puts them into this one's folder. */
  function putOtherGates(...names: string[]): void {
    const other = testFolder();
    createSigningKey(join(other, PRIVATE_KEY_FILE), join(other, PUBLIC_KEY_FILE));
    for (const name of names) copyFileSync(join(other, name), join(dataFolder, name));
  }

  it('is not another gate’s that was put in its place; its own, put back, is used at once', () => {
    const before = start(emptyLog()).signer().keyId;
    const copy = join(testFolder(), 'copy.pem');
    copyFileSync(privateFile(), copy);
    putOtherGates(PRIVATE_KEY_FILE);
    const ownHalf = readFileSync(publicFile(), 'utf8');
    const key = start(usedLog());
    expect([codeOf(key.signer), key.problem()]).toEqual(['key/signing-other', 'key/signing-other']);
    expect(readFileSync(publicFile(), 'utf8')).toBe(ownHalf);
    copyFileSync(copy, privateFile());
    expect([key.problem(), key.signer().keyId, audited]).toEqual([null, before, []]);
  });

  it('that was made anew is the gate’s own, also where its public half is still that of the one before', () => {
    start(emptyLog());
    const halfBefore = readFileSync(publicFile(), 'utf8');
    rmSync(privateFile());
    const { keyId } = start(usedLog()).makeAnew();
    writeFileSync(publicFile(), halfBefore);
    const key = start(usedLog());
    expect([key.problem(), key.signer().keyId]).toEqual([null, keyId]);
    expect(JSON.parse(readFileSync(publicFile(), 'utf8')).kid).toBe(keyId);
  });

  it('is told by the batches that it signed, whatever lies beside it', async () => {
    const own = start(emptyLog()).signer();
    const log = usedLog();
    const copy = join(testFolder(), 'copy.pem');
    copyFileSync(privateFile(), copy);
    const identity = { ...SAMPLE_GATE, logId: log.identity.logId, gateId: log.identity.gateId };
    const input = sealInput(dataFolder, [...log.rows(1, 1)], { identity, auditLines: [] });
    log.batches.record(await sealRange({ ...input, signer: own }));
    putOtherGates(PRIVATE_KEY_FILE, PUBLIC_KEY_FILE);
    const key = start(log);
    expect(key.problem()).toBe('key/signing-other');
    // A new one is made only where somebody asks, and what lies there is kept.
    const other = readFileSync(privateFile(), 'utf8');
    const { keyId } = key.makeAnew();
    expect([start(log).signer().keyId, readFileSync(`${privateFile()}.other`, 'utf8')]).toEqual([
      keyId,
      other,
    ]);
    // Whoever finds the first one after all may put it back: the office knows both.
    copyFileSync(copy, privateFile());
    expect([start(log).problem(), start(log).signer().keyId]).toEqual([null, own.keyId]);
  });

  it('is not made anew where it is there after all', () => {
    const key = start(emptyLog());
    const { keyId } = key.signer();
    expect([key.makeAnew().keyId, audited]).toEqual([keyId, []]);
    expect(readdirSync(dataFolder).filter((name) => name.startsWith(PRIVATE_KEY_FILE))).toEqual([
      PRIVATE_KEY_FILE,
    ]);
  });

  it('that cannot be written at the first start is tried again when somebody asks for it', () => {
    // Nothing can be linked to a name that is a folder, whoever runs this.
    mkdirSync(privateFile());
    const key = start(emptyLog());
    expect(key.problem()).not.toBeNull();
    rmSync(privateFile(), { recursive: true });
    expect([codeOf(key.signer), key.problem()]).toEqual([null, null]);
  });
});
