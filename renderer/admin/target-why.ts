import type { TFunction } from 'i18next';
import { errorText, textFor } from '../ui/texts.ts';

/** Why a target does not get its batches, and what to do: in words for a share, where there are such. */
export const targetWhy = (t: TFunction, code: string): string =>
  textFor(t, 'targetWhy', code, errorText(t, code));
