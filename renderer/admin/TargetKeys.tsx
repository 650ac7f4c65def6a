import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { textFor } from '../ui/texts.ts';
import { inGroups } from './groups.ts';
import keys from './keys.module.css';
import styles from './targets.module.css';

export interface TargetKeysProps {
  /** What it had before. */
  readonly recipients: readonly string[];
  /** Null while what was pasted is no key. */
  readonly onRecipients: (recipients: readonly string[] | null) => void;
}

/** Public keys of an office for one target, pasted; each found one is shown in groups. */
export function TargetKeys({ recipients, onRecipients }: TargetKeysProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(recipients.join('\n'));
  const [found, setFound] = useState<readonly string[]>(recipients);
  const [problem, setProblem] = useState('');
  const asked = useRef(0);
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
  return (
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
  );
}
