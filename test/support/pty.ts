/** The pseudo terminals that tests, bench and demo share. */
export { makePtyPair, type PtyPair } from '../../tools/devices/pty.ts';
