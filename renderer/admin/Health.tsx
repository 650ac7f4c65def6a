import {
  IconAlertTriangle,
  IconCamera,
  IconCertificate,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconDatabase,
  IconEraser,
  IconFileStack,
  IconHourglass,
  IconKey,
  IconLifebuoy,
  IconLock,
  IconOctagon,
  IconScan,
  IconServer,
  IconSignature,
  IconUsb,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrustListView } from '../../preload/contract/trust-views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import { agoInWords, dateOf } from '../ui/time.ts';
import { isOld, issueAtMs } from '../ui/trust-age.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import styles from './health.module.css';
import { type HealthItem, healthOf } from './health.ts';
import { useCall } from './useCall.ts';

const ICONS = {
  scanner: IconScan,
  camera: IconCamera,
  log: IconDatabase,
  clock: IconClock,
  delivery: IconUsb,
  stick: IconUsb,
  trust: IconCertificate,
  key: IconKey,
  code: IconLifebuoy,
  owed: IconFileStack,
  targets: IconServer,
  openers: IconLock,
  signing: IconSignature,
  retention: IconEraser,
} as const;

/** A shape beside the colour: who sees no red still sees an octagon. */
const STATES = {
  ok: IconCircleCheck,
  none: IconCircleDashed,
  busy: IconHourglass,
  warn: IconAlertTriangle,
  bad: IconOctagon,
} as const;

/** The condition of this kiosk on one page: what needs a hand first, then all that is well; then the lists by age. */
export function Health({ gate, nowMs, onSignedOut, onPassword }: AdminPageProps) {
  const { t } = useTranslation();
  const { problem, run } = useCall(onSignedOut);
  const [lists, setLists] = useState<readonly TrustListView[]>([]);
  useEffect(() => run(() => call('trust.lists', {}), setLists), [run]);
  const items = healthOf(t, gate, nowMs);
  const toDo = items.filter((item) => item.advice !== null).length;
  const inForce = lists.flatMap((list) => (list.inForce === null ? [] : [{ ...list, issue: list.inForce }]));
  return (
    <div className={styles.page} data-testid="health-page" data-to-do={toDo}>
      <h2>{t('health.title')}</h2>
      <p className={toDo === 0 ? admin.good : styles.toDo} role="status" data-testid="health-summary">
        {toDo === 0 ? t('chips.allWell') : t('health.toDo', { count: toDo })}
      </p>
      <ul className={styles.items}>
        {items.map((item) => (
          <Item key={item.id} item={item} onMake={onPassword} />
        ))}
      </ul>
      <p className={admin.problem} role="alert">
        {problem}
      </p>
      {inForce.length > 0 && (
        <section className={styles.lists} aria-label={t('health.lists')}>
          <h3>{t('health.lists')}</h3>
          <ul data-testid="health-lists">
            {inForce.map(({ id, kind, name, issue }) => (
              <li key={id} data-old={issue.damaged || isOld(issue, nowMs, gate.trust.warnDays)}>
                <span>
                  {kind === null ? t('trust.damagedKind') : textFor(t, 'trustKinds', kind, kind)}
                  <small>
                    <ForeignText text={name} most={60} />
                  </small>
                </span>
                <span>
                  <IconAlertTriangle aria-hidden="true" className={styles.oldSign} />
                  {issue.damaged
                    ? t('trust.damagedShort')
                    : agoInWords(issueAtMs(issue, nowMs), nowMs, gate.language)}
                  <small>
                    {issue.listedAtMs === null
                      ? t('health.importedOn', { date: dateOf(issue.importedAtMs, gate.language) })
                      : t('health.datedOn', { date: dateOf(issue.listedAtMs, gate.language) })}
                  </small>
                </span>
              </li>
            ))}
          </ul>
          <p className={admin.help}>{t('health.warnAfter', { days: gate.trust.warnDays })}</p>
        </section>
      )}
    </div>
  );
}

function Item({ item, onMake }: { readonly item: HealthItem; readonly onMake: () => void }) {
  const { t } = useTranslation();
  const Icon = ICONS[item.kind];
  const State = STATES[item.state];
  return (
    <li
      className={styles.item}
      data-testid={`health-${item.id}`}
      data-level={item.state}
      data-state={item.dataState}
    >
      <Icon aria-hidden="true" className={styles.icon} />
      <div>
        <h3>{item.title}</h3>
        <p>{item.advice ?? item.word}</p>
        {item.kind === 'code' && item.advice !== null && (
          <button type="button" className={admin.primary} data-testid="health-make-code" onClick={onMake}>
            {t('health.codeMake')}
          </button>
        )}
      </div>
      <State className={styles.state} aria-label={t(`healthStates.${item.state}`)} />
    </li>
  );
}
