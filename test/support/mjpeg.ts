/** The pictures of cards that tests, bench and demo share. */
export { drawCard, drawClose, drawDesk, toJpeg, writeCaptureFile } from '../../tools/devices/pictures.ts';
