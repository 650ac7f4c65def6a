import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { TargetProgressView } from '../../preload/contract/target-views.ts';
import { bytesInWords } from '../ui/bytes.ts';
import { addSample, paceOf, type Sample } from './delivery-pace.ts';
import styles from './targets.module.css';

/** How far a try has come, how fast it goes and how long that takes. */
export function Running({
  phase,
  done,
  total,
  language,
}: Pick<TargetProgressView, 'phase' | 'done' | 'total'> & { readonly language: Language }) {
  const { t } = useTranslation();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(
    () => setSamples((before) => addSample(before, { phase, done, total, batch: null }, performance.now())),
    [phase, done, total],
  );
  const inBytes = phase !== 'rendering';
  const amount = (of: number): string =>
    inBytes ? bytesInWords(of, language) : new Intl.NumberFormat(language).format(Math.round(of));
  const pace = paceOf(samples);
  const parts = [
    t(`targetPhases.${phase}`),
    t(inBytes ? 'deliver.bytesOf' : 'deliver.eventsOf', { done: amount(done), total: amount(total) }),
  ];
  if (pace !== null)
    parts.push(
      t('deliver.perSecond', { rate: amount(pace.perSecond) }),
      t('deliver.secondsLeft', { count: Math.ceil(pace.leftMs / 1000) }),
    );
  return (
    <label className={styles.running} data-testid="target-progress" data-phase={phase}>
      <span>{parts.join(' · ')}</span>
      <progress max={Math.max(1, total)} value={done} />
    </label>
  );
}
