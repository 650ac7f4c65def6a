import { GatelogError } from '../core/errors.ts';
import type { Decoder } from './decoder.ts';

/**
 * Asks the first decoder about every frame and the second about a share of the frames that the first missed.
 * The second finds a few codes that the first does not, at a higher price; while nobody holds up a code nearly
 * every frame is a miss, so it gets only some of them.
 * @param share of the missed frames [0...1], default 0.25
 */
export function createBoth(first: Decoder, second: Decoder, share = 0.25): Decoder {
  if (!(share >= 0 && share <= 1)) {
    throw new GatelogError('settings/invalid', 'share has to be 0 to 1', { share });
  }
  let owed = 0;
  return {
    name: 'both',
    decodeFrame: async (image) => {
      const found = await first.decodeFrame(image);
      if (found !== null) {
        // A code was in view a moment ago: the next miss is worth a second look.
        owed = 1 - share;
        return found;
      }
      owed += share;
      if (owed < 1) return null;
      owed -= 1;
      return second.decodeFrame(image);
    },
  };
}
