import type { Corner } from '../../decode/decoder.ts';
import type { Seen } from './messages.ts';
import styles from './picture.module.css';

/**
 * The live picture of a camera with the codes in it outlined. One element for the whole page, which moves to where it
 * is wanted: a second video of the same camera would have to start, just when a verdict is to be painted.
 */
export interface CameraPicture {
  /** Into this place, out of any other. */
  moveTo(place: HTMLElement): void;
  /** Null: no picture, and no outline. */
  show(media: MediaStream | null): void;
  outline(seen: Seen | null): void;
}

/** Such outlines stand for so long after the last look; then whatever they were of has moved. ms */
const STALE_MS = 700;

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Mirrored, outlines and all: whoever holds a card up moves it the way the picture goes. The element hides itself
 * from screen readers; what it means is said in words beside it.
 */
export function createPicture(): CameraPicture {
  const element = document.createElement('div');
  element.className = styles['picture'] ?? '';
  element.setAttribute('aria-hidden', 'true');
  element.dataset['testid'] = 'camera-picture';
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  const drawing = document.createElementNS(SVG, 'svg');
  element.append(video, drawing);
  let timer: number | undefined;

  const outline = (seen: Seen | null): void => {
    window.clearTimeout(timer);
    const shapes =
      seen === null
        ? []
        : [
            ...seen.read.map((corners) => shapeOf(corners, 'read')),
            ...seen.unclear.map((corners) => shapeOf(corners, 'unclear')),
          ];
    if (seen !== null) drawing.setAttribute('viewBox', `0 0 ${seen.width} ${seen.height}`);
    drawing.replaceChildren(...shapes);
    element.dataset['read'] = String(seen?.read.length ?? 0);
    element.dataset['unclear'] = String(seen?.unclear.length ?? 0);
    if (shapes.length > 0) timer = window.setTimeout(() => outline(null), STALE_MS);
  };
  const play = (): void => {
    // A play that is refused or cut short leaves the picture dark; the codes are read all the same.
    if (video.srcObject !== null) video.play().catch(() => undefined);
  };
  const show = (media: MediaStream | null): void => {
    video.srcObject = media;
    element.dataset['on'] = String(media !== null);
    if (media === null) outline(null);
    play();
  };
  show(null);

  return {
    moveTo: (place) => {
      place.append(element);
      // Taken out of the page for a while, as when an administrator turns the page, it has stopped.
      play();
    },
    show,
    outline,
  };
}

/**
 * Around the code with a little air, as wide at each corner. A light line over a dark one is seen on white paper and
 * on a black screen; dashes tell the unclear one without its colour.
 */
function shapeOf(corners: readonly Corner[], state: 'read' | 'unclear'): SVGElement {
  const shape = document.createElementNS(SVG, 'g');
  shape.dataset['state'] = state;
  const points = withAir(inOrder(corners))
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(' ');
  for (const line of ['under', 'over']) {
    const polygon = document.createElementNS(SVG, 'polygon');
    polygon.setAttribute('points', points);
    polygon.dataset['line'] = line;
    shape.append(polygon);
  }
  return shape;
}

/** The second decoder knows three corners of the four: the last is opposite the middle one of them. */
function inOrder(corners: readonly Corner[]): readonly Corner[] {
  const [a, b, c] = corners;
  if (corners.length !== 3 || a === undefined || b === undefined || c === undefined) return corners;
  return [a, b, c, { x: a.x + c.x - b.x, y: a.y + c.y - b.y }];
}

/** A twelfth of the way outwards from the middle. */
function withAir(corners: readonly Corner[]): readonly Corner[] {
  const middle = {
    x: corners.reduce((sum, { x }) => sum + x, 0) / corners.length,
    y: corners.reduce((sum, { y }) => sum + y, 0) / corners.length,
  };
  return corners.map(({ x, y }) => ({
    x: x + (x - middle.x) / 12,
    y: y + (y - middle.y) / 12,
  }));
}
