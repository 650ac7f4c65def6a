import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateKeyView } from '../../preload/contract/opener-views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { type DrawnQr, drawQr } from '../ui/qr.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { inGroups } from './groups.ts';
import styles from './keys.module.css';
import { SigningLost } from './SigningLost.tsx';
import { useCall } from './useCall.ts';

interface Shown {
  readonly view: GateKeyView;
  readonly drawn: DrawnQr;
}
const drawn = async (view: GateKeyView): Promise<Shown> => ({ view, drawn: await drawQr(view.text) });

/** The public half of the key that signs batches, as code, text and file: with it the office knows this gate. */
export function GateKey({ gate, onSignedOut }: Pick<AdminPageProps, 'gate' | 'onSignedOut'>) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [key, setKey] = useState<Shown | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [isMade, setMade] = useState(false);
  const { signingProblem } = gate;
  // Also once its file was put back while the page is open.
  useEffect(() => {
    if (signingProblem === null) run(async () => drawn(await call('gate-key.view', {})), setKey);
  }, [run, signingProblem]);
  const make = (): void =>
    run(
      async () => drawn(await call('gate-key.make', {})),
      (made) => {
        setKey(made);
        setMade(true);
      },
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
      {signingProblem === null && <p className={admin.help}>{t('gateKey.help')}</p>}
      {signingProblem !== null && <SigningLost code={signingProblem} busy={busy} onMake={make} />}
      {isMade && signingProblem === null && (
        <p className={admin.good} role="status" data-testid="gate-key-made">
          {t('gateKey.made')}
        </p>
      )}
      {key !== null && signingProblem === null && (
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
