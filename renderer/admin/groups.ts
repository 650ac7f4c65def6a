/** A long key in groups of four, as people read it to each other: `age1 qqqq …`. */
export const inGroups = (text: string): string => text.match(/.{1,4}/gu)?.join(' ') ?? '';
