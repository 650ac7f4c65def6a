import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoicesView } from '../../preload/contract/gate-views.ts';
import { call } from '../bridge.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import styles from './choices.module.css';
import { PurposeList } from './PurposeList.tsx';
import { ShowNames } from './ShowNames.tsx';
import { SoundVolume } from './SoundVolume.tsx';
import { useCall } from './useCall.ts';

/** What an administrator chooses for the gate's screen: what people come for, and how loud it sounds. */
export function Choices({ gate, onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [chosen, setChosen] = useState<ChoicesView | null>(null);
  const [saved, setSaved] = useState(false);
  useEffect(() => run(() => call('choices.view', {}), setChosen), [run]);

  const change = (part: Partial<ChoicesView>): void => {
    setSaved(false);
    setChosen((before) => (before === null ? null : { ...before, ...part }));
  };
  const save = (): void => {
    if (chosen === null) return;
    const { purposes, soundVolume, showNames } = chosen;
    run(
      () => call('choices.change', { purposes: [...purposes], soundVolume, showNames }),
      (now) => {
        setChosen(now);
        setSaved(true);
      },
    );
  };
  if (chosen === null) return null;
  return (
    <div className={styles.page} data-testid="choices-page">
      <div className={styles.parts}>
        <PurposeList
          purposes={chosen.purposes}
          usual={chosen.usual}
          gate={gate}
          onChange={(purposes) => change({ purposes })}
        />
        <div className={styles.part}>
          <SoundVolume volume={chosen.soundVolume} onChange={(soundVolume) => change({ soundVolume })} />
          <ShowNames shown={chosen.showNames} onChange={(showNames) => change({ showNames })} />
        </div>
      </div>
      <div className={styles.end}>
        <button
          type="button"
          className={admin.primary}
          data-testid="choices-save"
          disabled={busy}
          onClick={save}
        >
          {t('choices.save')}
        </button>
        <p className={admin.good} role="status" data-testid="choices-saved">
          {saved && t('choices.saved')}
        </p>
        <p className={admin.problem} role="alert" data-testid="choices-problem">
          {problem}
        </p>
      </div>
    </div>
  );
}
