import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PeoplePairView } from '../../preload/contract/people-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import admin from './admin.module.css';
import type { PairProps } from './PeoplePair.tsx';
import styles from './people.module.css';
import { dayOfCard, documentsOf, fieldText } from './people.ts';

/** What was decided, a line each, with the way back: joined people to part, those said to be two to look at again. */
export function PeopleTable({
  list,
  pairs,
  gate,
  nowMs,
  busy,
  onAct,
}: PairProps & { readonly list: 'joined' | 'dismissed'; readonly pairs: readonly PeoplePairView[] | null }) {
  const { t } = useTranslation();
  if (pairs === null) return null;
  if (pairs.length === 0) {
    return (
      <div className={styles.empty} data-testid="people-none">
        <IconUsers aria-hidden="true" />
        <p>{t(`peopleEmpty.${list}`)}</p>
        <p className={admin.help}>{t(`peopleEmptyHelp.${list}`)}</p>
      </div>
    );
  }
  return (
    <table className={`${admin.table} ${styles.decided}`} data-testid="people-decided">
      <thead>
        <tr>
          <th scope="col">{t('people.one')}</th>
          <th scope="col">{t('people.other')}</th>
          <th scope="col">{t('people.why')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('people.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair.keys.join()} data-why={pair.why}>
            <Person pair={pair} side="one" />
            <Person pair={pair} side="other" />
            <td>
              {list === 'joined' ? textFor(t, 'peopleWhy', pair.why, '') : t('people.saidTwo')}
              {pair.atMs !== null && <small>{timeOrDay(pair.atMs, nowMs, gate.language)}</small>}
            </td>
            <td className={styles.act}>
              <button
                type="button"
                data-testid={list === 'joined' ? 'people-part' : 'people-recall'}
                disabled={busy}
                onClick={() => onAct(list === 'joined' ? 'part' : 'recall', pair.keys)}
              >
                {list === 'joined' ? t('people.part') : t('people.recall')}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Person({ pair, side }: { readonly pair: PeoplePairView; readonly side: 'one' | 'other' }) {
  const { t } = useTranslation();
  const { name } = pair.cards[side === 'one' ? 0 : 1];
  const birth = pair.rows.find(({ field }) => field === 'birth')?.[side][0];
  const documents = documentsOf(pair, side);
  return (
    <td>
      <strong>
        {name === null ? t('people.noName') : <ForeignText text={name} most={80} />}
        {birth !== undefined && (
          <span className={styles.birth}>
            <ForeignText text={dayOfCard(birth)} most={20} />
          </span>
        )}
      </strong>
      {documents.map(({ kind, numberMasked }) => (
        <small key={`${kind} ${numberMasked}`}>
          {fieldText(t, kind)} <ForeignText text={numberMasked} most={40} />
        </small>
      ))}
    </td>
  );
}
