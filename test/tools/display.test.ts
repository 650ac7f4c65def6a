import { describe, expect, it } from 'vitest';
import { isUsable, openDisplay } from '../../tools/display.ts';
import { itNeeding } from '../support/device.ts';

describe('a display of our own', () => {
  const it = itNeeding('xvfb');

  it('takes connections until it is stopped, and its number is its own', async () => {
    const first = await openDisplay({ fresh: true });
    const second = await openDisplay({ fresh: true, size: '800x600x24' });
    try {
      expect(first.virtual).toBe(true);
      expect(second.display).not.toBe(first.display);
      expect(await isUsable(first.display)).toBe(true);
    } finally {
      await first.stop();
      await second.stop();
    }
    await first.stop();
    expect(await isUsable(first.display)).toBe(false);
  });

  it('refuses a size that Xvfb does not understand, with the words of Xvfb', async () => {
    await expect(openDisplay({ fresh: true, size: 'large' })).rejects.toThrow(/Xvfb ended.*large/s);
  });
});

describe('a display name', () => {
  it('that nobody listens on is not usable', async () => {
    expect(await isUsable(':4242')).toBe(false);
    expect(await isUsable('nonsense')).toBe(false);
    expect(await isUsable('')).toBe(false);
  });
});
