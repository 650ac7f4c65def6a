/** The pictures of cards that tests, bench and demo share. */
export { blur, flicker, roughen, tilt } from '../../tools/devices/photo.ts';
export {
  drawCard,
  drawClose,
  drawDesk,
  drawTwoCards,
  toJpeg,
  writeCaptureFile,
} from '../../tools/devices/pictures.ts';
