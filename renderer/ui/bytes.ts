import type { Language } from '../../preload/contract/gate-views.ts';

const UNITS = ['byte', 'kB', 'MB', 'GB', 'TB'] as const;

/** `12,4 MB`: thousands and not 1024, as it is printed on sticks; one digit after the comma below ten. */
export function bytesInWords(bytes: number, language: Language): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = power > 0 && value < 10 ? 1 : 0;
  const number = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    maximumFractionDigits: digits,
  }).format(value);
  return `${number} ${UNITS[power]}`;
}
