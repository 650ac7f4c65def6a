/**
 * SQL that is true of a row `p` of `event_personal` that retention has not wiped. A salt of zeroes has never been drawn
 * and marks the others, which wait to be taken away.
 */
export const KEPT = 'p.salt <> zeroblob(32)';
