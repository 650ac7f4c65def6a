import { IconInfoCircle, IconPlug, IconScan } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import type { PortView, ScannerView } from '../../preload/contract/scanner-views.ts';
import { call } from '../bridge.ts';
import { laneText } from '../gate/lane-text.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import ports from './ports.module.css';
import { useCall } from './useCall.ts';

/** The scanners that this gate was set up with and how they are, then every serial port with what it says of itself. */
export function Ports({ gate, onSignedOut }: Pick<AdminPageProps, 'gate' | 'onSignedOut'>) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [found, setFound] = useState<readonly PortView[] | null>(null);
  useEffect(() => run(() => call('scanner.ports', {}), setFound), [run]);
  const scanners = gate.scanners.filter(({ kind }) => kind === 'serial');

  return (
    <div className={ports.page}>
      <header className={styles.pageHead}>
        <h2>{t('ports.title')}</h2>
        <button
          type="button"
          className={styles.second}
          data-testid="ports-refresh"
          disabled={busy}
          onClick={() => run(() => call('scanner.ports', {}), setFound)}
        >
          {t('ports.refresh')}
        </button>
      </header>
      <p className={styles.problem} role="alert" data-testid="ports-problem">
        {problem}
      </p>
      <div className={ports.both}>
        <section aria-label={t('ports.scanners')}>
          <h3>{t('ports.scanners')}</h3>
          {scanners.length === 0 ? (
            <p className={styles.help}>{t('ports.noScanner')}</p>
          ) : (
            <ul className={ports.list} data-testid="ports-scanners">
              {scanners.map((scanner) => (
                <Scanner key={scanner.id} scanner={scanner} gate={gate} />
              ))}
            </ul>
          )}
        </section>
        <section aria-label={t('ports.all')}>
          <h3>{t('ports.all')}</h3>
          {found !== null && found.length === 0 && <p className={styles.help}>{t('ports.none')}</p>}
          {found !== null && found.length > 0 && (
            <ul className={ports.list} data-testid="ports">
              {found.map((port) => (
                <li key={port.path} className={ports.item} data-path={port.path}>
                  <IconPlug aria-hidden="true" className={ports.icon} />
                  <div>
                    <strong>
                      <ForeignText text={port.path} most={120} />
                    </strong>
                    <p>
                      <ForeignText text={factsOf(t, port)} most={160} />
                    </p>
                  </div>
                  <span className={ports.state} data-state={port.inUse ? 'ready' : 'free'}>
                    {port.inUse ? t('ports.inUse') : t('ports.free')}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <aside className={ports.hint}>
        <IconInfoCircle aria-hidden="true" />
        <div>
          <h3>{t('ports.missingTitle')}</h3>
          <p>{t('ports.missing')}</p>
        </div>
      </aside>
    </div>
  );
}

/** What a port says of itself: maker, USB ids, serial number, as far as they are known. */
function factsOf(t: TFunction, { manufacturer, vendorId, productId, serialNumber }: PortView): string {
  const facts = [
    ...(manufacturer === null ? [] : [manufacturer]),
    ...(vendorId === null ? [] : [t('ports.ids', { ids: `${vendorId}:${productId ?? '?'}` })]),
    ...(serialNumber === null ? [] : [t('ports.serial', { serial: serialNumber })]),
  ];
  return facts.length === 0 ? t('ports.unknown') : facts.join(' · ');
}

function Scanner({ scanner, gate }: { readonly scanner: ScannerView; readonly gate: GateStateView }) {
  const { t } = useTranslation();
  const { id, lane, state, baudRate } = scanner;
  const isDown = state !== 'ready' && state !== 'opening';
  // The problem is more exact than the state where it is known, but "unplugged" is the plainest of all.
  const problem = state === 'unplugged' || scanner.problem === null ? state : scanner.problem;
  const facts = [
    ...(gate.lanes.length > 1 ? [laneText(t, lane)] : []),
    ...(baudRate === null ? [] : [t('ports.baud', { rate: baudRate })]),
  ];
  return (
    <li className={ports.item} data-scanner={id}>
      <IconScan aria-hidden="true" className={ports.icon} />
      <div>
        <strong>
          <ForeignText text={id} most={120} />
        </strong>
        <p>
          <ForeignText text={facts.join(' · ')} most={120} />
        </p>
        {isDown && (
          <p className={styles.changed}>
            {textFor(
              t,
              'scannerProblem',
              problem,
              textFor(t, 'scannerProblem', state, t('scannerProblem.failed')),
            )}
          </p>
        )}
      </div>
      <span className={ports.state} data-state={state === 'opening' ? 'free' : state}>
        {state === 'ready' ? t('chips.ready') : state === 'opening' ? t('chips.opening') : t('ports.lost')}
      </span>
    </li>
  );
}
