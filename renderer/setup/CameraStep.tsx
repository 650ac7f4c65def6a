import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { startCamera } from '../camera/camera.ts';
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
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState('opening');
  const [read, setRead] = useState<string | null>(null);
  useEffect(() => {
    if (video.current === null) return undefined;
    return startCamera({
      ...(device !== null && device !== '' && { device }),
      video: video.current,
      onCode: setRead,
      onState: (now, problem) => {
        setState(now);
        void call('camera.state', { state: now, problem }).catch(() => undefined);
      },
    });
  }, [device]);
  useEffect(() => {
    if (read === null) return undefined;
    const timer = window.setTimeout(() => setRead(null), READ_MS);
    return () => window.clearTimeout(timer);
  }, [read]);
  return (
    <figure className={styles.preview} data-testid="setup-preview" data-state={state}>
      {/* Mirrored: whoever holds a card up moves it the way the picture goes. No sound is asked for. */}
      <video ref={video} muted playsInline aria-label={t('setup.cameraPicture')} />
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

/** Names of the cameras, null until the system has told; it is asked again when one is plugged in. */
function useCameras(): readonly string[] | null {
  const [names, setNames] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let ended = false;
    const look = (): void => {
      navigator.mediaDevices.enumerateDevices().then(
        (devices) => {
          if (!ended) setNames(devices.filter((one) => one.kind === 'videoinput').map((one) => one.label));
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
