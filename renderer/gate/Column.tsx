import {
  IconArrowNarrowLeft,
  IconArrowNarrowRight,
  IconHandStop,
  IconHelpCircle,
  IconPencil,
  IconPoint,
  IconRepeat,
  IconX,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { GateStateView, RecentView } from '../../preload/contract/gate-views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import { clockTime } from '../ui/time.ts';
import { Chips } from './Chips.tsx';
import { columnChips, isProblem } from './chips.ts';
import styles from './column.module.css';
import { LanguageSwitch } from './LanguageSwitch.tsx';

/** So many chips of what is wrong leave room for the last event alone. */
const MANY = 3;

/** The quiet third: three numbers, the last six events, what the gate depends on, the language. */
export function Column({ gate, nowMs }: { readonly gate: GateStateView; readonly nowMs: number }) {
  const { t } = useTranslation();
  const chips = columnChips(t, gate, nowMs);
  const isCrowded = chips.filter(isProblem).length >= MANY;
  return (
    <aside className={styles.column} data-problems={isCrowded ? 'many' : 'few'}>
      <Counts gate={gate} />
      {(gate.recent.length > 0 || !isCrowded) && (
        <section className={styles.recent} aria-label={t('recent.title')}>
          <div className={styles.rows}>
            <h2 className={styles.heading}>{t('recent.title')}</h2>
            {gate.recent.length === 0 ? (
              <p className={styles.none}>{t('recent.none')}</p>
            ) : (
              <ol data-testid="recent">
                {gate.recent.slice(0, isCrowded ? 1 : 6).map((event) => (
                  <Recent key={event.seq} event={event} />
                ))}
              </ol>
            )}
          </div>
        </section>
      )}
      <Chips chips={chips} />
      {gate.guard !== null && (
        <p className={styles.duty} data-testid="guard">
          <span>
            <ForeignText text={t('idle.guard', { guard: gate.guard })} most={60} />
          </span>
          <button
            type="button"
            className={styles.off}
            data-testid="off-duty"
            onClick={() => void call('staff.off-duty', {}).catch(() => undefined)}
          >
            {t('idle.offDuty')}
          </button>
        </p>
      )}
      <footer className={styles.foot}>
        <LanguageSwitch language={gate.language} />
      </footer>
    </aside>
  );
}

function Counts({ gate }: { readonly gate: GateStateView }) {
  const { t } = useTranslation();
  const { counts, capacity } = gate;
  return (
    <dl className={styles.counts}>
      <div className={styles.inside}>
        <dt>
          {t('counts.inside')}
          {!gate.onlyGate && <small data-testid="count-inside-scope">{t('counts.thisGateOnly')}</small>}
        </dt>
        <dd>
          <span data-testid="count-inside">{counts.inside}</span>
          {capacity !== null && <small>{seatsText(t, counts.inside, capacity)}</small>}
        </dd>
      </div>
      <div className={styles.today} data-way="in">
        <dt>{t('counts.inToday')}</dt>
        <dd data-testid="count-in">{counts.inToday}</dd>
      </div>
      <div className={styles.today} data-way="out">
        <dt>{t('counts.outToday')}</dt>
        <dd data-testid="count-out">{counts.outToday}</dd>
      </div>
    </dl>
  );
}

/** What the number inside means where only so many may be. */
function seatsText(t: TFunction, inside: number, capacity: number): string {
  if (inside < capacity) return t('idle.seats', { free: capacity - inside });
  return inside === capacity
    ? t('idle.full', { capacity })
    : t('idle.over', { over: inside - capacity, capacity });
}

const KIND_ICONS: Readonly<Record<string, typeof IconPoint>> = {
  in: IconArrowNarrowRight,
  out: IconArrowNarrowLeft,
  refused: IconHandStop,
  asked: IconHelpCircle,
  repeat: IconRepeat,
  unreadable: IconX,
  note: IconPencil,
};

function Recent({ event }: { readonly event: RecentView }) {
  const { t } = useTranslation();
  const Icon = KIND_ICONS[event.kind] ?? IconPoint;
  return (
    <li className={styles.event} data-kind={event.kind} data-voided={event.voided} data-seq={event.seq}>
      <time>{clockTime(event.atMs)}</time>
      <Icon aria-hidden="true" className={styles.eventIcon} />
      <span className={styles.eventName}>
        {event.nameMasked === null ? (
          <span className={styles.noName}>{textFor(t, 'events', event.kind, t('recent.noName'))}</span>
        ) : (
          <ForeignText text={event.nameMasked} most={60} />
        )}
      </span>
      <span className={styles.eventKind}>
        {event.voided
          ? t('recent.voided')
          : event.nameMasked === null
            ? ''
            : textFor(t, 'events', event.kind, '')}
      </span>
    </li>
  );
}
