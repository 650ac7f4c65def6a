import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetView } from '../../preload/contract/target-views.ts';
import { call } from '../bridge.ts';
import { textFor } from '../ui/texts.ts';
import { inGroups } from './groups.ts';
import keys from './keys.module.css';
import styles from './targets.module.css';

export interface TargetOpenersProps {
  readonly target: TargetView | null;
  /** Keys of its own, none for those of the gate, null while what was pasted is no key. */
  readonly onRecipients: (recipients: readonly string[] | null) => void;
}

/** Who can open what lies at a target: whoever opens the gate's other batches, or an office of its own. */
export function TargetOpeners({ target, onRecipients }: TargetOpenersProps) {
  const { t } = useTranslation();
  const [isOwn, setOwn] = useState(target?.openers === 'recipients');
  const [text, setText] = useState(target?.recipients.join('\n') ?? '');
  const [found, setFound] = useState<readonly string[]>(target?.recipients ?? []);
  const [problem, setProblem] = useState('');
  const asked = useRef(0);
  // A file of keys, a passphrase or open files were decided in the settings file, and stay there.
  if (target?.openers === 'passphrase' || target?.openers === 'plain')
    return (
      <div className={styles.field}>
        <span>{t('openers.title')}</span>
        <p>
          {t(`targetOpeners.${target.openers}`)}. {t('targets.openersInFile')}
        </p>
      </div>
    );

  const look = async (given: string): Promise<void> => {
    setText(given);
    asked.current += 1;
    const mine = asked.current;
    onRecipients(null);
    setFound([]);
    if (given.trim() === '') return setProblem('');
    const answer = await call('openers.check', { text: given.slice(0, 65_536) }).catch(() => null);
    if (mine !== asked.current || answer === null) return;
    setFound(answer.recipients);
    setProblem(
      answer.problem === null
        ? ''
        : textFor(t, 'recipientProblems', answer.problem, t('recipientProblems.damaged')),
    );
    if (answer.problem === null) onRecipients(answer.recipients);
  };
  const choose = (own: boolean): void => {
    setOwn(own);
    onRecipients(own ? (found.length > 0 ? found : null) : []);
  };
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>{t('openers.title')}</legend>
        <button
          type="button"
          aria-pressed={!isOwn}
          data-testid="target-openers-gate"
          onClick={() => choose(false)}
        >
          {t('targetOpeners.gate')}
        </button>
        <button
          type="button"
          aria-pressed={isOwn}
          data-testid="target-openers-own"
          onClick={() => choose(true)}
        >
          {t('targetOpeners.recipients')}
        </button>
      </fieldset>
      {isOwn && (
        <label className={keys.field}>
          <span>{t('openers.key')}</span>
          <textarea
            data-testid="target-key"
            rows={2}
            spellCheck={false}
            placeholder="age1…"
            value={text}
            onChange={(event) => void look(event.target.value)}
          />
          {found.map((key) => (
            <small key={key} className={keys.mono}>
              {inGroups(key)}
            </small>
          ))}
          {problem !== '' && (
            <small role="alert" className={styles.wrong}>
              {problem}
            </small>
          )}
        </label>
      )}
    </>
  );
}
