import type { MouseEvent } from 'react';

/** Keys on the glass are there for as long as a field has the focus. */
export const hasTouchKeys = (): boolean => document.body.dataset['touchKeys'] === 'true';

/** For a form: a press on its buttons leaves the focus in the field, so that the keys stay, and everything where it was. */
export function keepTouchKeys(event: MouseEvent): void {
  const onButton = event.target instanceof Element && event.target.closest('button') !== null;
  if (onButton && hasTouchKeys()) event.preventDefault();
}
