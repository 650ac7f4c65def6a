import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, textFor } from '../ui/texts.ts';
import admin from './admin.module.css';
import styles from './keys.module.css';

export interface SigningLostProps {
  /** Code of what is wrong with the key that signs. */
  readonly code: string;
  readonly busy: boolean;
  /** Makes another key. */
  readonly onMake: () => void;
}

/** In place of the gate's key where it is missing or damaged: what still goes, what to look for, and the last resort. */
export function SigningLost({ code, busy, onMake }: SigningLostProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  if (isAsked) return <Sure busy={busy} onYes={onMake} onNo={() => setAsked(false)} />;
  return (
    <div className={styles.lost} data-testid="gate-key-lost" data-code={code}>
      <p className={styles.lostWhat} role="alert">
        <IconAlertTriangle aria-hidden="true" className={styles.icon} />
        <strong>{textFor(t, 'signingProblems', code, errorText(t, code))}</strong>
      </p>
      <p>{t('gateKey.goesOn')}</p>
      <p>{t('gateKey.back')}</p>
      <button
        type="button"
        className={admin.second}
        data-testid="gate-key-make"
        disabled={busy}
        onClick={() => setAsked(true)}
      >
        {t('gateKey.make')}
      </button>
    </div>
  );
}

/** Asks before the office has work of it; the answer that changes nothing has the keys. */
function Sure({
  busy,
  onYes,
  onNo,
}: Pick<SigningLostProps, 'busy'> & { readonly onYes: () => void; readonly onNo: () => void }) {
  const { t } = useTranslation();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <section className={styles.lostSure} role="alert" data-testid="gate-key-sure">
      <h3>{t('gateKey.sureTitle')}</h3>
      <p>{t('gateKey.sure')}</p>
      <div className={styles.buttons}>
        <button ref={no} type="button" className={admin.second} data-testid="gate-key-no" onClick={onNo}>
          {t('gateKey.cancel')}
        </button>
        <button
          type="button"
          className={admin.primary}
          data-testid="gate-key-yes"
          disabled={busy}
          onClick={onYes}
        >
          {t('gateKey.makeSure')}
        </button>
      </div>
    </section>
  );
}
