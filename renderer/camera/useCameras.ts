import { useEffect, useState } from 'react';
import { namesOf } from './names.ts';

/** Names of the cameras, null until the system has told; it is asked again when one is plugged in. */
export function useCameras(): readonly string[] | null {
  const [names, setNames] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let ended = false;
    const look = (): void => {
      navigator.mediaDevices.enumerateDevices().then(
        (devices) => {
          if (!ended) setNames(namesOf(devices).map(({ name }) => name));
        },
        () => undefined,
      );
    };
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => {
      ended = true;
      navigator.mediaDevices.removeEventListener('devicechange', look);
    };
  }, []);
  return names;
}
