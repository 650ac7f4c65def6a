/** Characters that draw nothing or turn text around; shown as a small mark so that nothing hides in a name. */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
/** More stacked marks than any language writes ("zalgo") are cut to three. */
const STACKED = /(\p{M}{3})\p{M}+/gu;

/** Makes a text from outside fit to show: at most `most` characters, no invisible ones, no towers of marks. */
export function showable(text: string, most: number): string {
  const characters = Array.from(
    text
      .slice(0, most * 4)
      .normalize('NFC')
      .replace(INVISIBLE, '·')
      .replace(STACKED, '$1'),
  );
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : characters.join('');
}

/** Text that a scanner, card or person delivered: only ever text, isolated in direction, clamped in length. */
export function ForeignText({ text, most = 80 }: { readonly text: string; readonly most?: number }) {
  return <bdi>{showable(text, most)}</bdi>;
}
