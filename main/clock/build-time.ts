import { type TimestampMs, timestampMs } from '../../core/units.ts';

/** Put in by the build (electron.vite.config.ts); not there where the sources run as they are. */
declare const __BUILT_AT_MS__: number | undefined;

/** When this program was built, or 0 where it runs from its sources. A clock earlier than this is certainly wrong. */
export const BUILT_AT_MS: TimestampMs = timestampMs(
  typeof __BUILT_AT_MS__ === 'undefined' ? 0 : __BUILT_AT_MS__,
);
