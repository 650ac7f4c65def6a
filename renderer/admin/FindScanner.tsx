import { IconCircleCheck, IconQrcode, IconScan } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundScannerView } from '../../preload/contract/scanner-views.ts';
import { call, onPush } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { type DrawnQr, drawQr } from '../ui/qr.ts';
import { textFor } from '../ui/texts.ts';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import { useCall } from './useCall.ts';

/** Finds kept on the page: the newest in full, those before it as a line each. */
const KEPT = 3;

export interface FindScannerProps extends Pick<AdminPageProps, 'onSignedOut'> {
  /** Told of every scanner that read the code, damaged or not. */
  readonly onFound?: (found: FoundScannerView) => void;
  /** Shows the code without being asked to. */
  readonly atOnce?: boolean;
}

/** "Find my scanner": shows a code; whatever reads it tells where it is plugged in and what it does to a text. */
export function FindScanner({ onSignedOut, onFound, atOnce = false }: FindScannerProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [code, setCode] = useState<string | null>(null);
  const [drawn, setDrawn] = useState<DrawnQr | null>(null);
  const [found, setFound] = useState<readonly FoundScannerView[]>([]);

  const latest = useRef<{ readonly onFound: FindScannerProps['onFound']; readonly start: () => void }>({
    onFound,
    start: () => undefined,
  });
  useEffect(() => {
    const stop = onPush('scanner.found', (one) => {
      latest.current.onFound?.(one);
      setFound((before) => [one, ...before].slice(0, KEPT));
    });
    return () => {
      stop();
      // Leaving the page ends finding: the next read is the gate's again.
      void call('scanner.find', { active: false }).catch(() => undefined);
    };
  }, []);

  const start = (): void => {
    setFound([]);
    run(
      async () => {
        const answer = await call('scanner.find', { active: true });
        return { text: answer.code, qr: answer.code === null ? null : await drawQr(answer.code) };
      },
      ({ text, qr }) => {
        setCode(text);
        setDrawn(qr);
      },
    );
  };
  latest.current = { onFound, start };
  useEffect(() => {
    if (atOnce) latest.current.start();
  }, [atOnce]);
  const stop = (): void => {
    run(
      () => call('scanner.find', { active: false }),
      () => {
        setCode(null);
        setDrawn(null);
      },
    );
  };

  const [newest, ...earlier] = found;
  return (
    <div className={styles.find}>
      <div className={styles.findLeft}>
        <h2>{t('find.title')}</h2>
        <p className={styles.help}>{atOnce ? t('find.helpAtOnce') : t('find.help')}</p>
        <p className={styles.problem} role="alert">
          {problem}
        </p>
        {drawn === null ? (
          <div className={styles.stage}>
            <IconQrcode aria-hidden="true" />
            <button
              type="button"
              className={styles.primary}
              data-testid="find-start"
              disabled={busy}
              onClick={start}
            >
              {t('find.start')}
            </button>
          </div>
        ) : (
          <figure className={styles.code} data-testid="find-code" data-text={code ?? ''}>
            <QrCode drawn={drawn} label={t('find.codeLabel')} />
          </figure>
        )}
        {!atOnce && drawn !== null && (
          <button
            type="button"
            className={styles.second}
            data-testid="find-stop"
            disabled={busy}
            onClick={stop}
          >
            {t('find.stop')}
          </button>
        )}
      </div>
      <div className={styles.findRight} aria-live="polite">
        {code !== null && found.length === 0 && (
          <p className={styles.waiting} data-testid="find-waiting">
            <IconScan aria-hidden="true" />
            {t('find.waiting')}
          </p>
        )}
        {newest !== undefined && <Found found={newest} />}
        {earlier.map((one) => (
          <Earlier key={`${one.atMs} ${one.where}`} found={one} />
        ))}
        {(newest === undefined || (newest.matches && newest.source === 'wedge' && newest.prefix === '')) && (
          <section className={styles.hint}>
            <h3>{t('find.hintTitle')}</h3>
            <p>{t('find.hint')}</p>
          </section>
        )}
      </div>
    </div>
  );
}

/** Where a read came from, in words. */
function sourceOf(t: TFunction, { source, where }: FoundScannerView): string {
  if (source === 'serial') return t('find.sourceSerial', { where });
  if (source === 'camera') return t('find.sourceCamera');
  return where === '' ? t('find.sourceWedge') : t('find.sourceWedgePrefix', { where });
}

function Earlier({ found }: { readonly found: FoundScannerView }) {
  const { t } = useTranslation();
  return (
    <p className={styles.earlier} data-testid="find-earlier">
      <ForeignText text={sourceOf(t, found)} most={120} />
      <span className={found.matches ? styles.good : styles.changed}>
        {found.matches ? t('find.exactShort') : t('find.changedShort')}
      </span>
    </p>
  );
}

function Found({ found }: { readonly found: FoundScannerView }) {
  const { t } = useTranslation();
  const source = sourceOf(t, found);
  return (
    <article
      className={styles.found}
      data-testid="find-result"
      data-source={found.source}
      data-where={found.where}
      data-matches={found.matches}
    >
      <h3>{t('find.found')}</h3>
      <dl className={styles.facts}>
        <dt>{t('find.source')}</dt>
        <dd>
          <ForeignText text={source} most={120} />
        </dd>
        {found.baudRate !== null && (
          <>
            <dt>{t('find.baud')}</dt>
            <dd>{found.baudRate}</dd>
          </>
        )}
        <dt>{t('find.terminator')}</dt>
        <dd data-testid="find-terminator">{textFor(t, 'terminators', found.terminator, found.terminator)}</dd>
        <dt>{t('find.prefix')}</dt>
        <dd data-testid="find-prefix">
          {found.prefix === '' ? t('find.none') : <ForeignText text={found.prefix} most={16} />}
        </dd>
      </dl>
      {found.matches ? (
        <p className={`${styles.good} ${styles.verdict}`}>
          <IconCircleCheck aria-hidden="true" />
          {t('find.exact')}
        </p>
      ) : (
        <div className={styles.warning} data-testid="find-damage">
          <p>{found.damage.length > 0 ? t('find.damaged') : t('find.different')}</p>
          <ul>
            {found.damage.map((damage) => (
              <li key={damage}>{textFor(t, 'damage', damage, damage)}</li>
            ))}
          </ul>
          {found.source === 'wedge' && <p>{t('find.adviceSerial')}</p>}
          <dl className={styles.compare}>
            <dt>{t('find.expected')}</dt>
            <dd>
              <ForeignText text={found.expected} most={200} />
            </dd>
            <dt>{t('find.got')}</dt>
            <dd>
              <ForeignText text={found.got} most={200} />
            </dd>
          </dl>
        </div>
      )}
    </article>
  );
}
