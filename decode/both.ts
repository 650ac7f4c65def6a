import { GatelogError } from '../core/errors.ts';
import type { Decoder, SeeingDecoder } from './decoder.ts';

/**
 * Asks the first decoder about every frame and the second about a share of the frames that the first missed.
 * The second finds a few codes that the first does not, at a higher price; while nobody holds up a code nearly
 * every frame is a miss, so it gets only some of them.
 * @param share of the missed frames [0...1], default 0.25. Throws `settings/invalid` outside it
 */
export function createBoth(first: Decoder, second: Decoder, share = 0.25): Decoder {
  const owes = createShare(share);
  return {
    name: 'both',
    decodeFrame: async (image) => {
      const found = await first.decodeFrame(image);
      return owes(found !== null) ? second.decodeFrame(image) : found;
    },
  };
}

/** The same for a camera, which looks for several codes at once: a frame is missed where none was read. */
export function createBothEyes(
  first: SeeingDecoder,
  second: Decoder,
  share = 0.25,
): Pick<SeeingDecoder, 'lookAt'> {
  const owes = createShare(share);
  return {
    lookAt: async (image) => {
      const look = await first.lookAt(image);
      const found = owes(look.codes.length > 0) ? await second.decodeFrame(image) : null;
      // Of what the first could not read nothing is known to be another code than the one that the second did.
      return found === null ? look : { codes: [found], unread: [] };
    },
  };
}

/** True for those frames that the second is to be asked about. */
function createShare(share: number): (found: boolean) => boolean {
  if (!(share >= 0 && share <= 1)) {
    throw new GatelogError('settings/invalid', 'share has to be 0 to 1', { share });
  }
  let owed = 0;
  return (found) => {
    // A code was in view a moment ago: the next miss is worth a second look.
    owed = found ? 1 - share : owed + share;
    if (found || owed < 1) return false;
    owed -= 1;
    return true;
  };
}
