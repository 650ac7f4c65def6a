import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { PicturePlace } from '../camera/PicturePlace.tsx';
import { useCameras } from '../camera/useCameras.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import styles from './camera.module.css';
import { useCall } from './useCall.ts';

/** With which camera the gate reads, or with none. What is chosen is in force at once: its picture is the proof. */
export function Camera({ gate, camera, onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const cameras = useCameras();
  const { enabled, device } = gate.camera;
  // The first of the system's, where none is named.
  const chosen = enabled ? (device ?? cameras?.[0] ?? '') : null;
  const choose = (name: string | null): void =>
    run(
      () => call('camera.choose', { enabled: name !== null, device: name === '' ? null : name }),
      () => undefined,
    );
  const absent = chosen !== null && chosen !== '' && cameras !== null && !cameras.includes(chosen);
  const shown = [...(cameras ?? []), ...(absent ? [chosen] : [])];
  return (
    <div className={styles.page} data-testid="camera-page">
      <section className={styles.choices} aria-label={t('camera.which')}>
        <h2>{t('camera.title')}</h2>
        <p className={admin.help}>{t('camera.help')}</p>
        <ul>
          <Choice id="none" isChosen={chosen === null} busy={busy} onChoose={() => choose(null)}>
            {t('camera.none')}
          </Choice>
          {shown.map((name, index) => (
            <Choice
              key={name}
              id={String(index + 1)}
              isChosen={chosen === name}
              busy={busy}
              onChoose={() => choose(name)}
            >
              {name === '' ? t('camera.first') : <ForeignText text={name} most={60} />}
              {absent && name === chosen && <small>{t('camera.absent')}</small>}
            </Choice>
          ))}
        </ul>
        {cameras?.length === 0 && <p className={admin.help}>{t('camera.noneFound')}</p>}
        <p className={admin.problem} role="alert" data-testid="camera-problem">
          {problem}
        </p>
      </section>
      {enabled && <Picture gate={gate} camera={camera} />}
    </div>
  );
}

function Choice({
  id,
  isChosen,
  busy,
  onChoose,
  children,
}: {
  readonly id: string;
  readonly isChosen: boolean;
  readonly busy: boolean;
  readonly onChoose: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <li>
      <button
        type="button"
        data-testid={`camera-${id}`}
        aria-pressed={isChosen}
        disabled={busy}
        onClick={onChoose}
      >
        {children}
      </button>
    </li>
  );
}

/** What it sees, what it reads, and how it is. A code that is held up here is a read like any other. */
function Picture({ gate, camera }: Pick<AdminPageProps, 'gate' | 'camera'>) {
  const { t } = useTranslation();
  const { state = 'opening', problem = null } = gate.scanners.find(({ kind }) => kind === 'camera') ?? {};
  const words =
    state === 'ready' || state === 'opening'
      ? t(camera.unclear ? 'idle.unclear' : state === 'ready' ? 'camera.try' : 'chips.opening')
      : textFor(
          t,
          'cameraProblem',
          state === 'unplugged' ? state : (problem ?? state),
          t('cameraProblem.failed'),
        );
  return (
    <figure className={styles.picture} data-testid="camera-figure" data-state={state}>
      <PicturePlace picture={camera.picture} here lost={camera.lost} label={t('camera.picture')} />
      <figcaption aria-live="polite" data-bad={camera.lost}>
        {words}
      </figcaption>
    </figure>
  );
}
