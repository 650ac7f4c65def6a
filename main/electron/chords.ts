/** The part of Electron's `before-input-event` that this needs. */
export interface PressedKey {
  readonly type: string;
  readonly code: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Keys with Ctrl that a browser or a window acts on: close, reload, tools, print, new window, quit, zoom, find … */
const WITH_CTRL = new Set(
  'KeyD KeyF KeyG KeyH KeyI KeyJ KeyK KeyL KeyN KeyO KeyP KeyQ KeyR KeyS KeyT KeyU KeyW F4 F5 Tab PageUp PageDown Minus Equal Digit0 NumpadAdd NumpadSubtract Numpad0'.split(
    ' ',
  ),
);
const WITH_ALT = new Set(['F4', 'Space', 'ArrowLeft', 'ArrowRight', 'Home', 'Tab', 'Escape']);
const ALONE =
  /^(F([1-9]|1\d|2[0-4])|BrowserBack|BrowserForward|BrowserRefresh|BrowserHome|BrowserSearch|LaunchMail|LaunchApp[12]|Power|Sleep|WakeUp)$/;

/**
 * Name of a key press that would do something to a window, such as `Ctrl+W`, `Ctrl+Shift+I`, `F11` or `Alt+F4`; null
 * for every other key. A code on a visitor's phone can make a scanner send any of them: they do nothing here but be
 * noted in the diagnostics. The name holds no text that was read.
 */
export function windowChord(key: PressedKey): string | null {
  if (key.type !== 'keyDown' && key.type !== 'rawKeyDown') return null;
  const acts =
    ALONE.test(key.code) ||
    key.meta ||
    (key.control && !key.alt && WITH_CTRL.has(key.code)) ||
    (key.alt && !key.control && WITH_ALT.has(key.code));
  if (!acts || /^(Meta|OS)(Left|Right)?$/.test(key.code)) return null;
  return [
    ...(key.control ? ['Ctrl'] : []),
    ...(key.alt ? ['Alt'] : []),
    ...(key.shift ? ['Shift'] : []),
    ...(key.meta ? ['Meta'] : []),
    key.code.replace(/^(Key|Digit)/, ''),
  ].join('+');
}
