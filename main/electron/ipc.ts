import { type BrowserWindow, ipcMain } from 'electron';
import {
  CALL_CHANNEL,
  type CallAnswer,
  type CallName,
  PUSH_CHANNEL,
  type Pushes,
  type PushName,
} from '../../preload/contract/channels.ts';
import type { IncomingCall } from '../bridge/bridge.ts';
import { PAGE_ORIGIN } from './page.ts';

/** Connects the bridge to the window. Returns a push to the page, and a function that disconnects. */
export function connectIpc(
  window: BrowserWindow,
  devOrigin: string | null,
  bridge: (call: IncomingCall) => Promise<CallAnswer<CallName>>,
): { push: <N extends PushName>(name: N, value: Pushes[N]) => void; disconnect: () => void } {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, args: unknown) => {
    const frame = event.senderFrame;
    const trustedSender =
      frame !== null &&
      event.sender === window.webContents &&
      frame === window.webContents.mainFrame &&
      (frame.url.startsWith(`${PAGE_ORIGIN}/`) || (devOrigin !== null && frame.url.startsWith(devOrigin)));
    return bridge({ trustedSender, name, args });
  });
  return {
    push: (name, value) => {
      if (!window.isDestroyed() && !window.webContents.isDestroyed())
        window.webContents.send(PUSH_CHANNEL, name, value);
    },
    disconnect: () => ipcMain.removeHandler(CALL_CHANNEL),
  };
}
