import { parentPort, workerData } from 'node:worker_threads';
import { toGatelogError } from '../../core/errors.ts';
import { checkEnd, endOf } from '../log/check-end.ts';
import { openDatabase } from '../log/open.ts';
import type { OpeningNews, OpeningTask } from './messages.ts';

/**
 * Opens a log that was not closed, in a thread of its own: SQLite goes through the whole WAL, and the window must be
 * painted meanwhile. The connection stays until the kiosk has its own, so that the work is done once.
 */
function open(task: OpeningTask): void {
  const say = (news: OpeningNews): void => parentPort?.postMessage(news);
  try {
    const db = openDatabase(task);
    parentPort?.once('message', () => {
      db.close();
      parentPort?.close();
    });
    say({ kind: 'found', end: endOf(db) });
    checkEnd(db);
    say({ kind: 'whole' });
  } catch (error) {
    const { code, message } = toGatelogError(error, 'log/open-failed');
    say({ kind: 'failed', code, message });
    parentPort?.close();
  }
}

// The one border that is not parsed: both sides are this very program, in one process.
open(workerData as OpeningTask);
