import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import type { TrustIssueView, TrustListView } from '../../preload/contract/trust-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import { agoInWords, dateOf } from '../ui/time.ts';
import { isOld, issueAtMs } from '../ui/trust-age.ts';
import admin from './admin.module.css';
import { TrustSignature } from './TrustSignature.tsx';
import styles from './trust.module.css';

export interface TrustTableProps {
  readonly lists: readonly TrustListView[];
  readonly gate: GateStateView;
  readonly nowMs: number;
  readonly busy: boolean;
  readonly onBringBack: (list: TrustListView) => void;
  readonly onRemove: (list: TrustListView) => void;
}

/** Every list that is in force or can be brought back, with its age and who signed it. */
export function TrustTable({ lists, gate, nowMs, busy, onBringBack, onRemove }: TrustTableProps) {
  const { t } = useTranslation();
  return (
    <table className={`${admin.table} ${styles.lists}`} data-testid="trust-lists">
      <thead>
        <tr>
          <th scope="col">{t('trust.list')}</th>
          <th scope="col">{t('trust.issuers')}</th>
          <th scope="col">{t('trust.listedAt')}</th>
          <th scope="col">{t('trust.importedAt')}</th>
          <th scope="col">{t('trust.signature')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('trust.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lists.map((list) => (
          <tr key={list.id} data-list={list.id} data-in-force={list.inForce !== null}>
            <th scope="row">
              {list.kind === null ? t('trust.damagedKind') : textFor(t, 'trustKinds', list.kind, list.kind)}
              <small>
                <ForeignText text={list.name} most={70} />
              </small>
            </th>
            {list.inForce === null ? (
              <td colSpan={4} className={styles.removed}>
                {t('trust.removedRow')}
              </td>
            ) : (
              <Issue issue={list.inForce} gate={gate} nowMs={nowMs} />
            )}
            <td className={styles.acts}>
              {list.before !== null && (
                <button
                  type="button"
                  data-testid="trust-bring-back"
                  disabled={busy}
                  onClick={() => onBringBack(list)}
                >
                  {t('trust.bringBack')}
                </button>
              )}
              {list.inForce !== null && (
                <button
                  type="button"
                  data-testid="trust-remove"
                  disabled={busy}
                  onClick={() => onRemove(list)}
                >
                  {t('trust.remove')}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Issue({
  issue,
  gate,
  nowMs,
}: {
  readonly issue: TrustIssueView;
  readonly gate: GateStateView;
  readonly nowMs: number;
}) {
  const { t } = useTranslation();
  const { language, trust } = gate;
  if (issue.damaged) {
    return (
      <td colSpan={4} className={styles.damaged}>
        {t('trust.damagedRow')}
      </td>
    );
  }
  const skipped = issue.skipped.reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      <td>
        <strong>{issue.issuers}</strong>
        {skipped > 0 && <small className={styles.tight}>{t('trust.skipped', { count: skipped })}</small>}
      </td>
      <td className={styles.tight} data-old={isOld(issue, nowMs, trust.warnDays)}>
        {isOld(issue, nowMs, trust.warnDays) && (
          <IconAlertTriangle role="img" aria-label={t('trust.oldDate')} className={styles.oldSign} />
        )}
        {issue.listedAtMs === null ? t('trust.noDate') : dateOf(issue.listedAtMs, language)}
        <small>{agoInWords(issueAtMs(issue, nowMs), nowMs, language)}</small>
      </td>
      <td>{dateOf(issue.importedAtMs, language)}</td>
      <td>
        <TrustSignature signature={issue.signature} />
      </td>
    </>
  );
}
