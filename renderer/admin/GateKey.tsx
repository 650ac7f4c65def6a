import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateKeyView } from '../../preload/contract/views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { type DrawnQr, drawQr } from '../ui/qr.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { inGroups } from './groups.ts';
import styles from './keys.module.css';
import { useCall } from './useCall.ts';

/** The public half of the key that signs batches, as code, text and file: with it the office knows this gate. */
export function GateKey({ onSignedOut }: Pick<AdminPageProps, 'onSignedOut'>) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [key, setKey] = useState<{ readonly view: GateKeyView; readonly drawn: DrawnQr } | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  useEffect(
    () =>
      run(async () => {
        const view = await call('gate-key.view', {});
        return { view, drawn: await drawQr(view.text) };
      }, setKey),
    [run],
  );
  const save = (): void => {
    setSaved(null);
    run(
      () => call('gate-key.save', {}),
      ({ file }) => setSaved(file),
    );
  };
  return (
    <section className={styles.gateKey} aria-label={t('gateKey.title')}>
      <h2>{t('gateKey.title')}</h2>
      <p className={admin.help}>{t('gateKey.help')}</p>
      {key !== null && (
        <>
          <figure className={styles.code} data-testid="gate-key-code" data-text={key.view.text}>
            <QrCode drawn={key.drawn} label={t('gateKey.codeLabel')} />
          </figure>
          <dl className={styles.keyFacts}>
            <dt>{t('gateKey.id')}</dt>
            <dd className={styles.mono} data-testid="gate-key-id">
              {inGroups(key.view.keyId)}
            </dd>
            <dt>{t('gateKey.text')}</dt>
            <dd className={styles.keyText} data-testid="gate-key-text">
              {key.view.text}
            </dd>
          </dl>
          <button
            type="button"
            className={admin.second}
            data-testid="gate-key-save"
            disabled={busy}
            onClick={save}
          >
            {t('gateKey.save')}
          </button>
        </>
      )}
      {saved !== null && (
        <p className={admin.good} role="status" data-testid="gate-key-saved">
          {t('gateKey.saved')} <ForeignText text={saved} most={300} />
        </p>
      )}
      <p className={admin.problem} role="alert" data-testid="gate-key-problem">
        {problem}
      </p>
    </section>
  );
}
