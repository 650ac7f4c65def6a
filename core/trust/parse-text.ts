import { GatelogError } from '../errors.ts';
import { type TimestampMs, timestampMs } from '../units.ts';

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A text that is there and not longer than `most` characters, else null. */
export const textOf = (value: unknown, most = 300): string | null =>
  typeof value === 'string' && value !== '' && value.length <= most ? value : null;

/** Bytes of base64 or base64url, with or without padding and line ends; null where it is neither. */
export function bytesOf(value: unknown, mostBytes: number): Buffer | null {
  if (typeof value !== 'string' || value.length > mostBytes * 1.5 + 8) return null;
  const text = value.replace(/[\s]/g, '');
  if (text === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 0 || bytes.length > mostBytes ? null : bytes;
}

/**
 * Text of a file, UTF-8 with or without BOM.
 * @throws GatelogError `trust/invalid` where it is not UTF-8
 */
export function textOfFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new GatelogError('trust/invalid', 'neither a certificate nor text');
  }
}

/**
 * Parses JSON.
 * @throws GatelogError `trust/invalid`
 */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GatelogError('trust/invalid', 'not JSON, or cut off');
  }
}

/** A moment written as ISO 8601 with a zone, or as seconds since 1970; null where it is neither. */
export function momentOf(value: unknown): TimestampMs | null {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 1e11)
    return timestampMs(Math.floor(value * 1000));
  const text = textOf(value, 40);
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms < 0 ? null : timestampMs(ms);
}

/** A country as two or three letters, in capitals; null where it is not. */
export function countryOf(value: unknown): string | null {
  const text = (textOf(value, 10) ?? '').trim().toUpperCase();
  return /^[A-Z]{2,3}$/.test(text) ? text : null;
}

/** A name without line ends and control characters, shortened; null where nothing is left. */
export function nameOf(value: unknown, most = 200): string | null {
  if (typeof value !== 'string') return null;
  const tidy = value
    .slice(0, most * 4)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
    .trim();
  return tidy === '' ? null : tidy;
}

/**
 * Name of a list from the name of its file or folder: without path, extension, and the date or number that tells
 * two issues of one list apart ("DSC_2026-05-01 (2).json" and "DSC_2026-06-01.json" are one list).
 */
export function listNameOf(path: string): string {
  const last =
    path
      .slice(0, 1_000)
      .split(/[/\\]/)
      .filter((part) => part !== '')
      .at(-1) ?? '';
  const stem = last.replace(/\.[A-Za-z0-9]{1,10}$/, '');
  const words = stem.split(/[\s._()-]+/).filter((word) => word !== '');
  const isNumber = (word: string | undefined): boolean => word !== undefined && /^\d[\dTZ]*$/.test(word);
  while (words.length > 1 && isNumber(words.at(-1))) words.pop();
  while (words.length > 1 && isNumber(words[0])) words.shift();
  return nameOf(words.join(' ')) ?? 'list';
}
