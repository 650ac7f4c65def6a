import { IconCameraOff } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import type { CameraPicture } from './picture.ts';
import styles from './place.module.css';

export interface PicturePlaceProps {
  readonly picture: CameraPicture;
  /** True where the picture is now; of several places only one may have it. */
  readonly here: boolean;
  /** Where there is no picture, a crossed-out camera says that none is to be had. */
  readonly lost: boolean;
  readonly label: string;
}

/** A place for the camera's picture. It keeps its room also while the picture is elsewhere, or there is none. */
export function PicturePlace({ picture, here, lost, label }: PicturePlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  // Moved before anything is painted: the video goes on where it is, without starting anew.
  useLayoutEffect(() => {
    if (here && place.current !== null) picture.moveTo(place.current);
  }, [here, picture]);
  return (
    <div ref={place} className={styles.place} role="img" aria-label={label} data-lost={lost}>
      {lost && <IconCameraOff aria-hidden="true" />}
    </div>
  );
}
