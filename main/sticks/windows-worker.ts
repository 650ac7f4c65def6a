import { openProcessPort } from '../process-port.ts';
import { openWindowsDrives } from './windows-drives.ts';
import { type FromDriveReader, toDriveReaderSchema } from './windows-messages.ts';
import { createDriveReader } from './windows-reader.ts';

/** Entry of the process that looks at the drives of a Windows PC. It holds no log, no key and no window. */
const port = openProcessPort<FromDriveReader>();
const reader = createDriveReader(openWindowsDrives(), (message) => port.post(message));

port.listen((message) => {
  const parsed = toDriveReaderSchema.safeParse(message);
  if (parsed.success) reader.hear(parsed.data);
});
