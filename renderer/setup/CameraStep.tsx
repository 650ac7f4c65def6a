import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { startCamera } from '../camera/camera.ts';
import { PicturePlace } from '../camera/PicturePlace.tsx';
import { createPicture } from '../camera/picture.ts';
import { useCameras } from '../camera/useCameras.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { Choices } from './Choices.tsx';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** How long "a code was read" stays under the picture. ms */
const READ_MS = 3_000;

/** With which webcam, or with none; the picture is there to see that it is the right one. */
export function CameraStep({ draft, change }: StepProps) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const { enabled, device } = draft.camera;
  const key = (name: string | null): string => (name === null ? 'none' : `on ${name}`);
  return (
    <div className={styles.step}>
      <h2 tabIndex={-1}>{t('setup.camera')}</h2>
      <p className={styles.lead}>{t('setup.cameraHelp')}</p>
      <div className={styles.camera}>
        <Choices
          name="setup-camera"
          label={cameras?.length === 0 ? t('setup.cameraNone') : t('setup.cameraWhich')}
          chosen={enabled ? key(device ?? cameras?.[0] ?? '') : 'none'}
          onChoose={(value) =>
            change({
              camera:
                value === 'none'
                  ? { enabled: false, device: null }
                  : { enabled: true, device: value.slice(3) },
            })
          }
          choices={[
            { value: 'none', id: 'none', title: t('setup.cameraNo') },
            ...(cameras ?? []).map((name, index) => ({
              value: key(name),
              id: String(index + 1),
              title: name === '' ? t('setup.cameraFirst') : name,
            })),
          ]}
        />
        {enabled && <Preview key={device} device={device} />}
      </div>
    </div>
  );
}

function Preview({ device }: { readonly device: string | null }) {
  const { t } = useTranslation();
  const [picture] = useState(createPicture);
  const [state, setState] = useState('opening');
  const lost = state === 'unplugged' || state === 'failed';
  const [read, setRead] = useState<string | null>(null);
  useEffect(
    () =>
      startCamera({
        ...(device !== null && device !== '' && { device }),
        onPicture: picture.show,
        onSeen: picture.outline,
        onCode: setRead,
        onState: (now, problem) => {
          setState(now);
          void call('camera.state', { state: now, problem }).catch(() => undefined);
        },
      }),
    [device, picture],
  );
  useEffect(() => {
    if (read === null) return undefined;
    const timer = window.setTimeout(() => setRead(null), READ_MS);
    return () => window.clearTimeout(timer);
  }, [read]);
  return (
    <figure className={styles.preview} data-testid="setup-preview" data-state={state}>
      <PicturePlace picture={picture} here lost={lost} label={t('camera.picture')} />
      <figcaption aria-live="polite">
        {read === null ? (
          t(`chips.${state === 'ready' ? 'ready' : state === 'opening' ? 'opening' : 'unplugged'}`)
        ) : (
          <strong className={styles.good}>
            ✓ {t('setup.cameraRead')} <ForeignText text={read} most={40} />
          </strong>
        )}
      </figcaption>
    </figure>
  );
}
