import { foldName } from '../person/fold.ts';
import { isSlug } from './names.ts';

/** Room for a number that tells two gates apart by hand. */
const LONGEST = 32;

/**
 * A slug made of a name: `Bệnh viện Mẫu` gives `benh-vien-mau`. Cut at a word where it is long; `fallback` (a slug)
 * where the name has no letter or digit of a-z, 0-9, or is a word that Windows keeps for devices.
 */
export function slugOf(name: string, fallback: string): string {
  const words = foldName(name)
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word.slice(0, LONGEST) : `${slug}-${word}`;
    if (longer.length > LONGEST) break;
    slug = longer;
  }
  return isSlug(slug) ? slug : fallback;
}
