import { IconPlayerPlay, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createSounds } from '../ui/sounds.ts';
import admin from './admin.module.css';
import styles from './choices.module.css';

/** Steps of the slider. % */
const STEP = 10;
/** In the order in which a guard meets them. */
const HEARD = ['welcome', 'goodbye', 'ask', 'stop', 'again', 'unreadable', 'not-recorded'] as const;

/** How loud the verdicts sound, and what each of them sounds like. */
export function SoundVolume({
  volume,
  onChange,
}: {
  readonly volume: number;
  readonly onChange: (volume: number) => void;
}) {
  const { t } = useTranslation();
  const [play] = useState(createSounds);
  const Icon = volume === 0 ? IconVolumeOff : IconVolume;
  return (
    <section className={styles.part} aria-labelledby="choices-sound">
      <h2 id="choices-sound">{t('choices.sound')}</h2>
      <p className={admin.help}>{t('choices.soundHelp')}</p>
      <label className={styles.volume}>
        <Icon aria-hidden="true" />
        <input
          type="range"
          min={0}
          max={100}
          step={STEP}
          value={volume}
          data-testid="choices-volume"
          aria-label={t('choices.volume')}
          aria-valuetext={`${volume} %`}
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <output>{volume === 0 ? t('choices.silent') : `${volume} %`}</output>
      </label>
      <h3>{t('choices.listen')}</h3>
      <div className={styles.sounds}>
        {HEARD.map((heard) => (
          <button
            key={heard}
            type="button"
            data-testid={`choices-play-${heard}`}
            onClick={() => play(heard, volume)}
          >
            <IconPlayerPlay aria-hidden="true" />
            {t(`verdict.${heard}`)}
          </button>
        ))}
      </div>
    </section>
  );
}
