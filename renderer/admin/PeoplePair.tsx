import { IconEqual, IconEqualNot, IconMinus, IconTilde } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import type {
  ComparedCardView,
  ComparedRowView,
  PeoplePairView,
} from '../../preload/contract/people-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import admin from './admin.module.css';
import styles from './people.module.css';
import { type Act, dayOfCard, fieldText, type Keys, saidBy } from './people.ts';

/** What everything that shows pairs is given. */
export interface PairProps {
  readonly gate: GateStateView;
  readonly nowMs: number;
  readonly busy: boolean;
  readonly onAct: (what: Act, keys: Keys) => void;
}

/** A sign beside the word and the colour: who sees no colours sees what agrees and what does not. */
const SIGNS = {
  same: IconEqual,
  alike: IconTilde,
  different: IconEqualNot,
  unclear: IconMinus,
  missing: IconMinus,
} as const;

/** Two people side by side, line by line, with what an administrator can say of them. */
export function PeoplePair({
  pair,
  gate,
  nowMs,
  busy,
  onAct,
  onLater,
}: PairProps & { readonly pair: PeoplePairView; readonly onLater?: () => void }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const { keys, cards, rows, contradict, isOne } = pair;
  const when = pair.atMs === null ? null : timeOrDay(pair.atMs, nowMs, gate.language);
  const asksFirst = contradict && !sure;
  return (
    <article className={styles.pair} data-testid="people-pair" data-why={pair.why} data-one={isOne}>
      <header>
        <h3>{textFor(t, 'peopleWhy', pair.why, '')}</h3>
        {when !== null && <p>{when}</p>}
      </header>
      <table>
        <thead>
          <tr>
            <td />
            {cards.map((card, side) => (
              <th key={side === 0 ? 'one' : 'other'} scope="col">
                <CardHead card={card} gate={gate} nowMs={nowMs} />
              </th>
            ))}
            <th scope="col">{t('people.compared')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.field} row={row} />
          ))}
        </tbody>
      </table>
      <div className={styles.acts}>
        {isOne ? (
          <button
            type="button"
            className={admin.second}
            data-testid="people-part"
            disabled={busy}
            onClick={() => onAct('part', keys)}
          >
            {t('people.part')}
          </button>
        ) : (
          <>
            {contradict && (
              <p className={admin.warning} role={sure ? 'alert' : undefined} data-testid="people-contradict">
                {sure ? t('people.sure') : t('people.contradict')}
              </p>
            )}
            <button
              type="button"
              className={contradict ? admin.second : admin.primary}
              data-testid="people-join"
              disabled={busy}
              onClick={() => (asksFirst ? setSure(true) : onAct('join', keys))}
            >
              {contradict && sure ? t('people.joinSure') : t('people.join')}
            </button>
            <button
              type="button"
              className={contradict ? admin.primary : admin.second}
              data-testid="people-dismiss"
              disabled={busy}
              onClick={() => onAct('dismiss', keys)}
            >
              {t('people.dismiss')}
            </button>
            {onLater !== undefined && (
              <button type="button" className={styles.quiet} data-testid="people-put-off" onClick={onLater}>
                {t('people.later')}
              </button>
            )}
          </>
        )}
      </div>
    </article>
  );
}

function CardHead({
  card,
  gate,
  nowMs,
}: Pick<PairProps, 'gate' | 'nowMs'> & { readonly card: ComparedCardView }) {
  const { t } = useTranslation();
  return (
    <>
      {textFor(t, 'kinds', card.credentialKind, t('people.typed'))}
      <small>{seenText(t, card, nowMs, gate)}</small>
    </>
  );
}

function seenText(t: TFunction, card: ComparedCardView, nowMs: number, gate: GateStateView): string {
  const { lastAtMs } = card;
  return lastAtMs === null ? '' : t('people.seen', { when: timeOrDay(lastAtMs, nowMs, gate.language) });
}

function Row({ row }: { readonly row: ComparedRowView }) {
  const { t } = useTranslation();
  const said = saidBy(row);
  const Sign = SIGNS[said];
  return (
    <tr data-field={row.field} data-said={said}>
      <th scope="row">{fieldText(t, row.field)}</th>
      <Values row={row} values={row.one} />
      <Values row={row} values={row.other} />
      <td className={styles.said} data-said={said}>
        <Sign aria-hidden="true" />
        {t(`peopleSaid.${said}`)}
      </td>
    </tr>
  );
}

function Values({ row, values }: { readonly row: ComparedRowView; readonly values: readonly string[] }) {
  const { t } = useTranslation();
  if (values.length === 0) return <td className={styles.nothing}>{t('people.nothing')}</td>;
  return (
    <td>
      {values.map((value) => (
        <div key={value}>
          <ForeignText text={row.field === 'birth' ? dayOfCard(value) : value} most={120} />
        </div>
      ))}
    </td>
  );
}
