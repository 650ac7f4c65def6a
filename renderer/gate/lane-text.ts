import type { TFunction } from 'i18next';

/** A lane that is called by a number or a letter or two. */
const SHORT = /^\S{1,3}$/u;

/** `làn 1`, but `Cửa sau nhà ăn`: a lane whose name says what it is needs no word before it. */
export const laneText = (t: TFunction, lane: string): string =>
  SHORT.test(lane) ? t('lane', { lane }) : lane;
