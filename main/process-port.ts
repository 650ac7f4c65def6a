/** How a process that the kiosk started talks with it. */
export interface ProcessPort<M> {
  post(message: M): void;
  listen(listener: (message: unknown) => void): void;
}

/**
 * The port of this process: Electron gives `process.parentPort` (utilityProcess); plain Node gives `process.send`
 * (child_process.fork). Where the kiosk is gone this process ends: whoever starts the kiosk again starts the work again.
 */
export function openProcessPort<M>(): ProcessPort<M> {
  const parent: unknown = Reflect.get(process, 'parentPort');
  if (isParentPort(parent)) {
    return {
      post: (message) => parent.postMessage(message),
      listen: (listener) => {
        parent.on('message', (event) => listener(event.data));
      },
    };
  }
  return {
    post: (message) => {
      process.send?.(message);
    },
    listen: (listener) => {
      process.on('message', listener);
      process.on('disconnect', () => process.exit(0));
    },
  };
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
