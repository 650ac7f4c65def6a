/** The pictures of cards that tests, bench and demo share. */
export { drawCard, drawDesk, toJpeg, writeCaptureFile } from '../../tools/devices/pictures.ts';
