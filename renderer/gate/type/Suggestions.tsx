import { IconUserCheck, IconUserQuestion } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SuggestionsView, SuggestionView } from '../../../preload/contract/gate-views.ts';
import styles from '../../ui/dialog.module.css';
import { personWords } from './person-words.ts';

/** People who were here before with the number that was typed, masked: a press takes one. */
export function Suggestions({
  found,
  onTake,
}: {
  readonly found: SuggestionsView;
  readonly onTake: (person: SuggestionView) => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const isEmpty = found.people.length === 0 && !found.tooMany;
  // With keys on the glass the dialog is short: what was found must not lie below its edge.
  useEffect(() => {
    if (!isEmpty) box.current?.scrollIntoView({ block: 'nearest' });
  }, [isEmpty]);
  return (
    <div
      ref={box}
      className={styles.suggestions}
      role="status"
      data-testid="type-suggestions"
      hidden={isEmpty}
    >
      {found.tooMany && <p>{t('type.tooMany')}</p>}
      {found.people.length > 0 && <p>{t('type.knownBefore')}</p>}
      {found.people.map((person, index) => (
        <button
          key={person.ref}
          type="button"
          data-testid={`type-suggestion-${index}`}
          data-differs={person.nameDiffers}
          aria-label={t(person.nameDiffers ? 'type.takeOther' : 'type.takeKnown', {
            person: personWords(t, person),
          })}
          onClick={() => onTake(person)}
        >
          {person.nameDiffers ? (
            <IconUserQuestion aria-hidden="true" />
          ) : (
            <IconUserCheck aria-hidden="true" />
          )}
          {person.nameDiffers && <em>{t('type.otherName')}</em>}
          <strong>{person.nameMasked}</strong>
          <span>{personWords(t, { ...person, nameMasked: '' })}</span>
        </button>
      ))}
    </div>
  );
}
