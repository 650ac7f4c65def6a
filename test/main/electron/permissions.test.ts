import { describe, expect, it } from 'vitest';
import { type AskedPermission, maySee } from '../../../main/electron/permissions.ts';

const ORIGINS = ['app://gatelog'];
const asked = (change: Partial<AskedPermission> = {}): AskedPermission => ({
  permission: 'media',
  from: 'app://gatelog/index.html',
  media: ['video'],
  mainFrame: true,
  ...change,
});
/** Which of these the kiosk page gets. */
const allowed = (...changes: Partial<AskedPermission>[]): Partial<AskedPermission>[] =>
  changes.filter((change) => maySee(asked(change), ORIGINS));

describe('maySee', () => {
  it('gives the kiosk page the pictures of the camera, named by address or by origin', () => {
    const given = [{}, { from: 'app://gatelog/' }, { from: 'app://gatelog' }];
    expect(allowed(...given)).toEqual(given);
  });

  it('gives the development server its camera only where there is one', () => {
    const from = 'http://localhost:5173/';
    expect(maySee(asked({ from }), ['app://gatelog', 'http://localhost:5173'])).toBe(true);
    expect(maySee(asked({ from }), ORIGINS)).toBe(false);
  });

  it('gives no other origin anything, however alike it looks', () => {
    expect(
      allowed(
        { from: '' },
        { from: 'app://other/index.html' },
        { from: 'app://gatelog.example/' },
        { from: 'https://app://gatelog/' },
        { from: 'data:text/html,app://gatelog/' },
        { from: 'blob:app://gatelog/1' },
      ),
    ).toEqual([]);
  });

  it('gives no sound, nothing unnamed, nothing to a frame inside the page', () => {
    expect(
      allowed(
        { media: ['audio'] },
        { media: ['video', 'audio'] },
        { media: ['unknown'] },
        { media: [] },
        { mainFrame: false },
      ),
    ).toEqual([]);
  });

  it('gives nothing else that a browser has to offer', () => {
    expect(
      allowed(
        ...[
          'notifications',
          'geolocation',
          'midi',
          'hid',
          'serial',
          'usb',
          'clipboard-read',
          'display-capture',
        ].map((permission) => ({ permission })),
      ),
    ).toEqual([]);
  });
});
