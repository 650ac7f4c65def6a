import { IconCheck, IconQrcode } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PartsProgressView, PartsView } from '../../preload/contract/verdict-views.ts';
import styles from './parts.module.css';

/** So many codes have a tile each; a card with more is told in numbers alone. */
const MOST_TILES = 8;

/** So many tiles stand in one row beside the figure on every screen. */
const FEW = 3;

/** Numbers of the codes that are missing, ascending. */
const missingOf = ({ have, count }: PartsProgressView): readonly number[] =>
  Array.from({ length: count }, (_, at) => at + 1).filter((index) => !have.includes(index));

/** `2, 3`, at most eight of them. */
const listed = (numbers: readonly number[]): string =>
  numbers.length > MOST_TILES ? `${numbers.slice(0, MOST_TILES).join(', ')}…` : numbers.join(', ');

/** How far a card has come, as the texts under `parts` say it. */
export const partsValues = (parts: PartsProgressView) => ({
  done: String(parts.have.length),
  codes: String(parts.count),
  missing: listed(missingOf(parts)),
});

export interface PartsScreenProps {
  readonly parts: PartsView;
  readonly layout: 'full' | 'strip';
  /** The next code is held before the camera and cannot be read. */
  readonly unclear?: boolean;
}

/**
 * One of several codes was read: no verdict yet, so no verdict's colour. What is there, what is missing, what to do.
 * `strip` while something is open above it.
 */
export function PartsScreen(props: PartsScreenProps) {
  const { parts, layout, unclear = false } = props;
  const { have, count, again } = parts;
  const { t } = useTranslation();
  const values = partsValues(parts);
  return (
    <section
      className={styles.parts}
      data-testid="parts"
      data-layout={layout}
      data-have={have.join(' ')}
      data-count={count}
      role="status"
    >
      <div className={styles.middle} data-many={count > FEW}>
        <p className={styles.figure} data-testid="parts-figure">
          <strong>{have.length}</strong>
          <span>/ {count}</span>
        </p>
        {count <= MOST_TILES && <Tiles parts={parts} />}
      </div>
      <p className={styles.words} data-testid="parts-words">
        {unclear ? t('idle.unclear') : again ? t('parts.again', values) : t('parts.read', values)}
      </p>
      <p className={styles.missing}>
        {t('parts.missing', values)}
        {parts.before !== null && ` · ${t('parts.before', partsValues(parts.before))}`}
      </p>
    </section>
  );
}

function Tiles({ parts }: { readonly parts: PartsView }) {
  return (
    <ol className={styles.tiles} aria-hidden="true">
      {Array.from({ length: parts.count }, (_, at) => at + 1).map((index) => {
        const done = parts.have.includes(index);
        return (
          <li key={index} data-done={done}>
            {done ? <IconCheck /> : <IconQrcode />}
            <span>{index}</span>
          </li>
        );
      })}
    </ol>
  );
}
