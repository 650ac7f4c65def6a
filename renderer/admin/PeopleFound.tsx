import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FoundPersonView, PeoplePairView } from '../../preload/contract/people-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { timeOrDay } from '../ui/time.ts';
import admin from './admin.module.css';
import { type PairProps, PeoplePair } from './PeoplePair.tsx';
import styles from './people.module.css';
import { dayOfCard, fieldText } from './people.ts';

/** People who were found, with those of them that are put side by side: `pair` once there are two. */
export interface FoundAnswer {
  readonly text: string;
  readonly people: readonly FoundPersonView[];
  readonly chosen: readonly string[];
  readonly pair: PeoplePairView | null;
}

/** People who were found, each with all that is known to be his; two of them can be put side by side. */
export function PeopleFound({
  found,
  onChoose,
  ...pairProps
}: PairProps & {
  readonly found: FoundAnswer;
  readonly onChoose: (people: readonly FoundPersonView[]) => void;
}) {
  const { t } = useTranslation();
  const { people, chosen, pair } = found;
  const { gate, nowMs, busy } = pairProps;
  if (people.length === 0) {
    return (
      <div className={styles.empty} data-testid="people-not-found" role="status">
        <IconUsers aria-hidden="true" />
        <p>{t('people.notFound')}</p>
        <p className={admin.help}>{t('people.notFoundHelp')}</p>
      </div>
    );
  }
  const toggle = (person: FoundPersonView): void => {
    const before = people.filter(({ key }) => chosen.includes(key));
    const without = before.filter(({ key }) => key !== person.key);
    // A third takes the place of the first.
    onChoose(without.length < before.length ? without : [...before.slice(-1), person]);
  };
  return (
    <>
      {pair !== null && <PeoplePair pair={pair} {...pairProps} />}
      <p className={admin.help} role="status" data-testid="people-found-count">
        {t('people.foundCount', { count: people.length })} {people.length > 1 && t('people.chooseHelp')}
      </p>
      <ul className={styles.found} data-testid="people-found">
        {people.map((person) => (
          <li key={person.key} data-testid="people-person">
            <div>
              <strong>
                {person.name === null ? t('people.noName') : <ForeignText text={person.name} most={80} />}
                {person.birth !== null && (
                  <span className={styles.birth}>
                    <ForeignText text={dayOfCard(person.birth)} most={20} />
                  </span>
                )}
              </strong>
              {person.lastAtMs !== null && (
                <small>{t('people.seen', { when: timeOrDay(person.lastAtMs, nowMs, gate.language) })}</small>
              )}
            </div>
            <ul>
              {person.documents.map(({ kind, numberMasked }) => (
                <li key={`${kind} ${numberMasked}`}>
                  {fieldText(t, kind)} <ForeignText text={numberMasked} most={40} />
                </li>
              ))}
            </ul>
            {people.length > 1 && (
              <button
                type="button"
                data-testid="people-choose"
                aria-pressed={chosen.includes(person.key)}
                disabled={busy}
                onClick={() => toggle(person)}
              >
                {chosen.includes(person.key) ? t('people.chosen') : t('people.choose')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
