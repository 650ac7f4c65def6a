import type { TFunction } from 'i18next';

/** A lane that is called by a number or a letter or two. */
const SHORT = /^\S{1,3}$/u;

/** Names that set-up gives two lanes, in the language that it is done in (main/setup/settings-of.ts). */
const OWN = new Map([
  ['Vào', 'laneNames.in'],
  ['In', 'laneNames.in'],
  ['Ra', 'laneNames.out'],
  ['Out', 'laneNames.out'],
] as const);

/** The name of a lane for the screen: one that set-up gave in its language, one of an administrator's as it is. */
export function laneName(t: TFunction, lane: string): string {
  const own = (OWN as ReadonlyMap<string, 'laneNames.in' | 'laneNames.out'>).get(lane);
  return own === undefined ? lane : t(own);
}

/** `làn 1`, but `Cửa sau nhà ăn`: a lane whose name says what it is needs no word before it. */
export function laneText(t: TFunction, lane: string): string {
  const name = laneName(t, lane);
  return SHORT.test(name) ? t('lane', { lane: name }) : name;
}
