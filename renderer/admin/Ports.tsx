import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PortView } from '../../preload/contract/views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import { useCall } from './useCall.ts';

/** Every serial port with what it says of itself. */
export function Ports({ onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [ports, setPorts] = useState<readonly PortView[] | null>(null);
  useEffect(() => run(() => call('scanner.ports', {}), setPorts), [run]);

  return (
    <div>
      <header className={styles.pageHead}>
        <h2>{t('ports.title')}</h2>
        <button
          type="button"
          className={styles.second}
          data-testid="ports-refresh"
          disabled={busy}
          onClick={() => run(() => call('scanner.ports', {}), setPorts)}
        >
          {t('ports.refresh')}
        </button>
      </header>
      <p className={styles.problem} role="alert" data-testid="ports-problem">
        {problem}
      </p>
      {ports !== null && ports.length === 0 && <p className={styles.help}>{t('ports.none')}</p>}
      {ports !== null && ports.length > 0 && (
        <table className={styles.table} data-testid="ports">
          <thead>
            <tr>
              <th scope="col">{t('ports.path')}</th>
              <th scope="col">{t('ports.maker')}</th>
              <th scope="col">{t('ports.ids')}</th>
              <th scope="col">{t('ports.serial')}</th>
              <th scope="col">{t('ports.use')}</th>
            </tr>
          </thead>
          <tbody>
            {ports.map((port) => (
              <tr key={port.path} data-path={port.path}>
                <th scope="row">
                  <ForeignText text={port.path} most={120} />
                </th>
                <td>
                  <ForeignText text={port.manufacturer ?? t('ports.unknown')} most={60} />
                </td>
                <td>
                  <ForeignText
                    text={
                      port.vendorId === null
                        ? t('ports.unknown')
                        : `${port.vendorId}:${port.productId ?? '?'}`
                    }
                    most={20}
                  />
                </td>
                <td>
                  <ForeignText text={port.serialNumber ?? t('ports.unknown')} most={60} />
                </td>
                <td>{port.inUse ? t('ports.inUse') : t('ports.free')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
