import { z } from 'zod';

/** A drive's letter. */
export const driveName = z.string().regex(/^[A-Z]:$/);

/** What the kiosk tells the process that looks at drives. */
export const toDriveReaderSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('begin'),
    /** Drives that are taken for sticks though Windows calls them fixed. */
    also: z.array(driveName),
    /** Drives that held up a process before this one: not asked until they are gone. */
    leave: z.array(driveName),
  }),
  z.strictObject({ type: z.literal('look'), id: z.int() }),
]);
export type ToDriveReader = z.infer<typeof toDriveReaderSchema>;

const drive = z.strictObject({
  device: driveName,
  label: z.string().max(300),
  fileSystem: z.string().max(300),
  serial: z.number().int().min(0).max(0xffffffff),
  sizeBytes: z.number().int().min(0),
  freeBytes: z.number().int().min(0).nullable(),
  readOnly: z.boolean(),
});
export type Drive = z.infer<typeof drive>;

/** What that process tells the kiosk. */
export const fromDriveReaderSchema = z.discriminatedUnion('type', [
  /** The next word may take as long as this drive does. */
  z.strictObject({ type: z.literal('asking'), device: driveName }),
  z.strictObject({
    type: z.literal('drives'),
    /** Of the look that this answers; null where nobody asked. */
    id: z.int().nullable(),
    drives: z.array(drive).max(26),
    /** Those of `leave` that are still there. */
    left: z.array(driveName).max(26),
  }),
]);
export type FromDriveReader = z.infer<typeof fromDriveReaderSchema>;
