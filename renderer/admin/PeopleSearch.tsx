import { IconSearch, IconX } from '@tabler/icons-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import admin from './admin.module.css';
import styles from './people.module.css';

export interface PeopleSearchProps {
  readonly typing: GateStateView['typing'];
  readonly busy: boolean;
  /** True while people who were found are shown. */
  readonly isShown: boolean;
  readonly onFind: (text: string) => void;
  readonly onClear: () => void;
}

/** Looks for people on Enter and not at every letter: each search is written into the audit. */
export function PeopleSearch({ typing, busy, isShown, onFind, onClear }: PeopleSearchProps) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onFind(text);
  };
  return (
    <search>
      <form className={styles.search} onSubmit={submit}>
        <label htmlFor={id}>
          <span>{t('people.search')}</span>
          <VietnameseInput
            id={id}
            method={typing}
            value={text}
            maxLength={200}
            onText={setText}
            data-testid="people-search"
            autoComplete="off"
            spellCheck={false}
            placeholder={t('people.searchExample')}
          />
        </label>
        <button type="submit" className={admin.second} data-testid="people-find" disabled={busy}>
          <IconSearch aria-hidden="true" />
          {t('people.find')}
        </button>
        {isShown && (
          <button
            type="button"
            className={admin.second}
            data-testid="people-clear"
            onClick={() => {
              setText('');
              onClear();
            }}
          >
            <IconX aria-hidden="true" />
            {t('people.clear')}
          </button>
        )}
      </form>
    </search>
  );
}
