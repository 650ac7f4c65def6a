const FOCUSABLE = 'button, input, textarea, select, a[href], [tabindex]:not([tabindex="-1"])';

const reachable = (element: HTMLElement): boolean =>
  !element.matches(':disabled') &&
  element.closest('[inert], [hidden], [data-touch-keys-box]') === null &&
  // What lies under a verdict is hidden by visibility alone; Tab would stop there for good.
  element.checkVisibility({ visibilityProperty: true });

/** What Tab walks through: the open dialog alone where there is one, and a verdict shown above it. */
function reachableElements(): readonly HTMLElement[] {
  const dialog = document.querySelector<HTMLElement>('[data-dialog]');
  const verdict = document.querySelector<HTMLElement>('[data-testid="verdict"]');
  const places = dialog === null ? [document.body] : verdict === null ? [dialog] : [dialog, verdict];
  // Keys on the glass are for fingers: whoever has a Tab has keys already.
  return places.flatMap((place) => [...place.querySelectorAll<HTMLElement>(FOCUSABLE)]).filter(reachable);
}

/** Moves the focus as Tab would; the native Tab is taken away because scanners send it too. */
export function moveFocus(backwards: boolean): void {
  const elements = reachableElements();
  if (elements.length === 0) return;
  const active = document.activeElement;
  const now = active instanceof HTMLElement ? elements.indexOf(active) : -1;
  const next = now === -1 ? (backwards ? elements.length - 1 : 0) : now + (backwards ? -1 : 1);
  const target = elements[(next + elements.length) % elements.length];
  target?.focus();
  if (target instanceof HTMLInputElement) target.select();
}

/** Does what Enter would: sends the form of a field unless its button is off, presses a focused button. */
export function activateFocused(): void {
  const element = document.activeElement;
  if (element instanceof HTMLInputElement) send(element.form);
  else if (element instanceof HTMLButtonElement && reachable(element)) element.click();
}

/** As a browser does by itself (HTML, implicit submission): what a press on the button would not do, Enter does not. */
function send(form: HTMLFormElement | null): void {
  if (form === null) return;
  const button = [...form.elements].find((one) => one instanceof HTMLButtonElement && one.type === 'submit');
  if (button === undefined || !button.matches(':disabled')) form.requestSubmit();
}
