import { rawWriteSeconds } from './bare.ts';

/** Run as a program with a folder: writes 300 MB there again and again, as any program on the PC may, until it is ended. */
const folder = process.argv[2] ?? '';
for (;;) {
  rawWriteSeconds(folder, 300_000_000);
  // Lets a signal through.
  await new Promise((resolve) => setImmediate(resolve));
}
