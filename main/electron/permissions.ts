/** What Chromium says of a page that asks for something, as far as this rule needs it. */
export interface AskedPermission {
  /** Chromium's name, such as `media`, `geolocation` or `notifications`. */
  readonly permission: string;
  /** Address or origin of the frame that asks; empty where Chromium names none. */
  readonly from: string;
  /** Of `media`: what it wants; empty where Chromium does not say. */
  readonly media: readonly string[];
  readonly mainFrame: boolean;
}

/**
 * The one permission there is: pictures of the camera, for the kiosk page itself. Never sound, never a frame inside
 * the page, never any other origin.
 * @param origins the page's own, without a slash behind
 */
export function maySee(asked: AskedPermission, origins: readonly string[]): boolean {
  return (
    asked.permission === 'media' &&
    asked.mainFrame &&
    origins.some((origin) => asked.from === origin || asked.from.startsWith(`${origin}/`)) &&
    asked.media.length > 0 &&
    asked.media.every((kind) => kind === 'video')
  );
}
