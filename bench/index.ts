import { runTool } from '../tools/tool-error.ts';

/** Every bench: what it says of itself, and its module, which is loaded only when it runs. */
const BENCHES = {
  scan: {
    says: 'bytes on a serial cable -> row on disk -> verdict painted, in the real kiosk',
    load: () => import('./scan.ts'),
  },
  decode: {
    says: 'pictures of codes: read rate and frames per second of each decoder',
    load: () => import('./decode.ts'),
  },
  read: {
    says: 'one payload of each kind, bytes in to answer out, beside the bare check of its signature',
    load: () => import('./read.ts'),
  },
  cards: {
    says: 'a million invented CCCD, BHYT and PC-Covid each, made and read back',
    load: () => import('./cards.ts'),
  },
  fuzz: {
    says: 'damaged and hostile payloads through what `gatelog read` uses: no throw, no hang, no growth',
    load: () => import('./fuzz.ts'),
  },
  import: {
    says: 'a province of batches into the office’s database, beside DuckDB reading the same files',
    load: () => import('./import.ts'),
  },
  verify: {
    says: 'a stick of large batches and one of many small ones, followed event by event',
    load: () => import('./verify.ts'),
  },
  people: {
    says: 'who may be one person, finding, joining and parting, with a long log',
    load: () => import('./people.ts'),
  },
  export: {
    says: 'a million events sealed and delivered: time, memory, bytes, and what the gate feels of it',
    load: () => import('./export.ts'),
  },
  camera: {
    says: 'a card before the webcam -> verdict painted, how often it looks, and what idling costs above the picture alone',
    load: () => import('./camera.ts'),
  },
  start: {
    says: 'from starting the program to ready to scan, with a long log',
    load: () => import('./start.ts'),
  },
} as const;

const isBench = (name: string): name is keyof typeof BENCHES => Object.hasOwn(BENCHES, name);

/** `npm run bench -- NAME [options]`: one of the figures that the README claims, beside its floor. */
await runTool(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  if (!isBench(name)) {
    console.error('npm run bench -- NAME [--json] [--help]\n');
    for (const [each, { says }] of Object.entries(BENCHES)) console.error(`  ${each.padEnd(8)} ${says}`);
    return name === '' || name === '--help' ? 0 : 2;
  }
  const { run } = await BENCHES[name].load();
  await run(args);
  return 0;
});
