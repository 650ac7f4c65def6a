import { IconArrowUp, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import { LONGEST_PURPOSE, MOST_PURPOSES, purposeWords } from '../../preload/contract/purposes.ts';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import admin from './admin.module.css';
import styles from './choices.module.css';

/** The list of what people come for: another one at its end, one up, one away, or the usual ones again. */
export function PurposeList({
  purposes,
  usual,
  gate,
  onChange,
}: {
  readonly purposes: readonly string[];
  readonly usual: readonly string[];
  readonly gate: Pick<GateStateView, 'typing' | 'language'>;
  readonly onChange: (purposes: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const fresh = text.trim().normalize('NFC');
  const isThere = purposes.some((one) => one.toLocaleLowerCase() === fresh.toLocaleLowerCase());
  const isFull = purposes.length >= MOST_PURPOSES;
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (fresh === '' || isThere || isFull) return;
    onChange([...purposes, fresh]);
    setText('');
  };
  const up = (index: number): void =>
    onChange([
      ...purposes.slice(0, index - 1),
      ...purposes.slice(index, index + 1),
      ...purposes.slice(index - 1, index),
      ...purposes.slice(index + 1),
    ]);
  return (
    <section className={styles.part} aria-labelledby="choices-purposes">
      <h2 id="choices-purposes">{t('choices.purposes')}</h2>
      <p className={admin.help}>{t('choices.purposesHelp')}</p>
      <ol className={styles.purposes} data-testid="choices-purposes">
        {purposes.map((purpose, index) => (
          <li key={purpose}>
            <span>{purposeWords(purpose, gate.language)}</span>
            <button
              type="button"
              data-testid={`choices-up-${index}`}
              aria-label={t('choices.up', { purpose })}
              disabled={index === 0}
              onClick={() => up(index)}
            >
              <IconArrowUp aria-hidden="true" />
            </button>
            <button
              type="button"
              data-testid={`choices-remove-${index}`}
              aria-label={t('choices.remove', { purpose })}
              onClick={() => onChange(purposes.filter((one) => one !== purpose))}
            >
              <IconTrash aria-hidden="true" />
            </button>
          </li>
        ))}
      </ol>
      <form className={styles.add} onSubmit={add} autoComplete="off">
        <VietnameseInput
          method={gate.typing}
          aria-label={t('choices.another')}
          placeholder={t('choices.another')}
          data-testid="choices-new"
          maxLength={LONGEST_PURPOSE}
          value={text}
          spellCheck={false}
          onText={setText}
        />
        <button
          type="submit"
          className={admin.second}
          data-testid="choices-add"
          disabled={fresh === '' || isThere || isFull}
        >
          {t('choices.add')}
        </button>
        <button
          type="button"
          className={admin.second}
          data-testid="choices-usual"
          disabled={usual.join('\n') === purposes.join('\n')}
          onClick={() => onChange(usual)}
        >
          {t('choices.usual')}
        </button>
      </form>
    </section>
  );
}
