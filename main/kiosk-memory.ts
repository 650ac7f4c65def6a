import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';

const schema = z.strictObject({
  language: z.enum(['vi', 'en']).nullable(),
  /** Direction by lane name, where the guard changed it. */
  directions: z.record(z.string().max(60), z.enum(['in', 'out', 'auto'])),
  /** Folder of the last delivery that was confirmed. */
  deliveryFolder: z.string().max(4096).nullable().default(null),
  /** How Vietnamese is typed into the page's fields. */
  typing: z.enum(['telex', 'vni', 'off']).default('telex'),
});

/** What the kiosk remembers over a restart beside the log: language, lane directions, delivery folder. Nothing personal. */
export type KioskMemory = z.infer<typeof schema>;

const EMPTY: KioskMemory = { language: null, directions: {}, deliveryFolder: null, typing: 'telex' };

/** Reads the memory; a missing or damaged file is an empty memory, since every field has a default in the settings. */
export function readMemory(path: string): KioskMemory {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** Writes the memory whole. Synced, or a power cut brings back the direction from before, while the log says that the lane was turned. */
export function writeMemory(path: string, memory: KioskMemory): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, JSON.stringify(memory));
}
