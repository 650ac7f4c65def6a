import { GatelogError } from '../core/errors.ts';
import type { Decoder, SeeingDecoder } from './decoder.ts';
import { createSmooth } from './smooth.ts';

/**
 * Asks the first decoder about every frame, and about a share of those in which it found nothing asks again: the second
 * decoder, and then the first once more with the noise taken out. Each finds a few codes that the others do not, at a
 * higher price; while nobody holds up a code nearly every frame is a miss, so only some of them get it.
 * @param share of the missed frames [0...1], default 0.25. Throws `settings/invalid` outside it
 */
export function createBoth(first: Decoder, second: Decoder, share = 0.25): Decoder {
  const owes = createShare(share);
  const smooth = createSmooth();
  return {
    name: 'both',
    decodeFrame: async (image) => {
      const found = await first.decodeFrame(image);
      if (!owes(found !== null)) return found;
      return (await second.decodeFrame(image)) ?? first.decodeFrame(smooth(image));
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
  const smooth = createSmooth();
  return {
    lookAt: async (image) => {
      const look = await first.lookAt(image);
      if (!owes(look.codes.length > 0)) return look;
      const found = await second.decodeFrame(image);
      // Of what the first could not read nothing is known to be another code than the one that the second did.
      if (found !== null) return { codes: [found], unread: [] };
      const again = await first.lookAt(smooth(image));
      return again.codes.length > 0 ? again : look;
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
