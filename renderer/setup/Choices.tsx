import type { ReactNode } from 'react';
import styles from './setup.module.css';

export interface Choice<T> {
  readonly value: T;
  /** Ends the test id: `<name>-<id>`. */
  readonly id: string;
  readonly title: string;
  readonly help?: string;
  readonly picture?: ReactNode;
  readonly disabled?: boolean;
}

/** One answer of several, each a button large enough for a glove; what is chosen says so by more than its colour. */
export function Choices<T>({
  name,
  label,
  choices,
  chosen,
  small = false,
  onChoose,
}: {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly chosen: T;
  readonly small?: boolean;
  readonly onChoose: (value: T) => void;
}) {
  return (
    <fieldset className={styles.choices} data-small={small}>
      <legend>{label}</legend>
      {choices.map((one) => (
        <button
          key={one.id}
          type="button"
          data-testid={`${name}-${one.id}`}
          aria-pressed={one.value === chosen}
          disabled={one.disabled}
          onClick={() => onChoose(one.value)}
        >
          {one.picture}
          <strong>{one.title}</strong>
          {one.help !== undefined && <small>{one.help}</small>}
        </button>
      ))}
    </fieldset>
  );
}
