import { join } from 'node:path';
import { BrowserWindow, dialog, session, type WebContents } from 'electron';
import { windowChord } from './chords.ts';
import { closeSession, PAGE_ORIGIN, servePage } from './page.ts';

/** How long after its end the page is started again. */
const PAGE_BACK_MS = 500;

export interface KioskWindowOptions {
  /** Folder with the built page and preload (out/). */
  readonly outFolder: string;
  readonly fullscreen: boolean;
  readonly title: string;
  /** Address of the development server, or null in every build. */
  readonly devOrigin: string | null;
  /** The log is not open yet: the page asks what to show instead of the gate. */
  readonly opening: boolean;
  /** Asked before the window closes; false keeps it open (a scanner can be made to send Alt+F4). */
  readonly mayClose: () => boolean;
  /** Told of each key press that would have done something to the window, such as `Ctrl+W`. */
  readonly onChord: (chord: string) => void;
  /** Told when the page's process ended by itself and is started again. */
  readonly onPageGone: (reason: string) => void;
}

/** Opens the one kiosk window: sandboxed, isolated, on app://, unable to go anywhere else. */
export function openKioskWindow(options: KioskWindowOptions): BrowserWindow {
  // Before the window: its first process would already fetch a dictionary for the spell checker.
  closeSession(session.defaultSession, options.devOrigin);
  servePage(session.defaultSession, join(options.outFolder, 'renderer'));
  const window = new BrowserWindow({
    title: options.title,
    width: 1366,
    height: 768,
    minWidth: 800,
    minHeight: 600,
    show: false,
    backgroundColor: '#101418',
    autoHideMenuBar: true,
    kiosk: options.fullscreen,
    fullscreen: options.fullscreen,
    webPreferences: {
      preload: join(options.outFolder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      enableWebSQL: false,
      navigateOnDragDrop: false,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  window.removeMenu();
  const { webContents } = window;
  keepInside(webContents, options.devOrigin);
  // Only noted here: the key itself goes on to the page, which takes it as part of a read and lets nobody act on it.
  webContents.on('before-input-event', (_event, input) => {
    const chord = input.isAutoRepeat ? null : windowChord(input);
    if (chord !== null) options.onChord(chord);
  });
  const load = (): void =>
    void window.loadURL(
      `${options.devOrigin ?? `${PAGE_ORIGIN}/index.html`}${options.opening ? '#opening' : ''}`,
    );
  webContents.on('render-process-gone', (_event, { reason }) => {
    options.onPageGone(reason);
    // Reads go on being written meanwhile; the pause keeps a page that dies at once from spinning.
    setTimeout(() => {
      if (!window.isDestroyed()) load();
    }, PAGE_BACK_MS);
  });
  window.on('close', (event) => {
    if (!options.mayClose()) event.preventDefault();
  });
  // The title is ours whatever the page says: a scanned text never reaches the window list.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => {
    window.show();
    // A keyboard scanner types into whatever window has the keys: without a window manager nobody else gives them.
    window.focus();
  });
  load();
  return window;
}

/** Asks for a folder with the system's own dialog, above the kiosk's window; null where nobody chose one. */
export async function pickFolder(window: BrowserWindow | null): Promise<string | null> {
  if (window === null) return null;
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openDirectory', 'createDirectory'],
  });
  return filePaths[0] ?? null;
}

/** Asks for one file, or a folder, with trust lists; null where nobody chose one. */
export async function pickTrustLists(
  window: BrowserWindow | null,
  what: 'file' | 'folder',
): Promise<string | null> {
  if (window === null) return null;
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: [what === 'folder' ? 'openDirectory' : 'openFile'],
  });
  return filePaths[0] ?? null;
}

function keepInside(contents: WebContents, devOrigin: string | null): void {
  const own = (url: string): boolean =>
    url === `${PAGE_ORIGIN}/index.html` || (devOrigin !== null && url.startsWith(devOrigin));
  contents.setIgnoreMenuShortcuts(true);
  // WebRTC asks no policy of the page and no request filter: without this it sends to any address.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    // Reloading counts as navigating: Ctrl+R from a scanner must do nothing.
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!own(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('devtools-opened', () => {
    if (devOrigin === null) contents.closeDevTools();
  });
  contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
  contents.on('zoom-changed', () => contents.setZoomLevel(0));
  contents.on('context-menu', (event) => event.preventDefault());
}
