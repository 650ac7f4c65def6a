import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { maySee } from './permissions.ts';

/** Origin of the kiosk page. A privileged scheme of our own: never file://, never http://. */
export const PAGE_ORIGIN = 'app://gatelog';

/**
 * What the page may load: its own files and nothing else. `'wasm-unsafe-eval'` is for the decoder's
 * WebAssembly; blob: and data: pictures are the camera preview and drawn codes.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wav': 'audio/wav',
};

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the files of `folder` as app://gatelog/…; anything else under app:// is 404. */
export function servePage(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const path = decodePath(url.pathname);
    if (url.host !== 'gatelog' || path === null) return new Response('not found', { status: 404 });
    const file = normalize(join(folder, path === '/' ? 'index.html' : path));
    const type = TYPES[extname(file)];
    if (!file.startsWith(folder + sep) || type === undefined)
      return new Response('not found', { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': type,
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
        },
      });
    } catch {
      return new Response('not found', { status: 404 });
    }
  });
}

function decodePath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}

/** Cancels every request that is not for the page's own files, and answers no to every permission but the camera. */
export function closeSession(session: Session, devOrigin: string | null): void {
  const own = (url: string): boolean =>
    url.startsWith(`${PAGE_ORIGIN}/`) ||
    url.startsWith(`blob:${PAGE_ORIGIN}/`) ||
    url.startsWith('data:') ||
    url.startsWith('devtools:') ||
    (devOrigin !== null && (url.startsWith(devOrigin) || url.startsWith(devOrigin.replace(/^http/, 'ws'))));
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !own(details.url) }));
  const origins = [PAGE_ORIGIN, ...(devOrigin === null ? [] : [new URL(devOrigin).origin])];
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const { requestingUrl, isMainFrame } = details;
    callback(maySee({ permission, from: requestingUrl, media, mainFrame: isMainFrame }, origins));
  });
  session.setPermissionCheckHandler((_contents, permission, from, details) => {
    const media = details.mediaType === undefined ? [] : [details.mediaType];
    return maySee({ permission, from, media, mainFrame: details.isMainFrame }, origins);
  });
  session.setDevicePermissionHandler(() => false);
  // No language, no dictionary: even a spell checker that is off would fetch one from its maker at the start.
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}
