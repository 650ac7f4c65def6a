import {
  IconArrowsExchange,
  IconChevronDown,
  IconChevronRight,
  IconChevronUp,
  IconMinus,
  IconPlus,
} from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type {
  TrustChangesView,
  TrustChangeView,
  TrustPreviewView,
} from '../../preload/contract/trust-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { errorText, textFor } from '../ui/texts.ts';
import { agoInWords, dateOf } from '../ui/time.ts';
import { Fingerprint, TrustSignature } from './TrustSignature.tsx';
import styles from './trust.module.css';

type PreviewedList = TrustPreviewView['lists'][number];

export interface TrustPreviewProps {
  readonly preview: TrustPreviewView;
  readonly language: Language;
  readonly nowMs: number;
}

/** What importing would change, before anything has: each list with its date, its signer and every issuer that moves. */
export function TrustPreview({ preview, language, nowMs }: TrustPreviewProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.preview} data-testid="trust-preview">
      {preview.lists.map((list) => (
        <section key={list.id} className={styles.card} data-list={list.id} data-same={isSame(list)}>
          <header>
            <h3>{textFor(t, 'trustKinds', list.kind, list.kind)}</h3>
            <small>
              <ForeignText text={list.name} most={120} />
            </small>
          </header>
          {isSame(list) ? (
            <div className={styles.same}>
              <TrustSignature signature={list.issue.signature} />
              <p className={styles.quiet}>{t('trust.noChange')}</p>
            </div>
          ) : (
            <>
              <Facts list={list} language={language} nowMs={nowMs} />
              <Changes list={list} language={language} />
            </>
          )}
        </section>
      ))}
      {preview.refused.length > 0 && <Refused refused={preview.refused} />}
    </div>
  );
}

/** Nothing to look at: the same entries with a signature that is no worse. */
const isSame = ({ added, removed, changed, issue, signer, older }: PreviewedList): boolean =>
  added.count + removed.count + changed.count === 0 &&
  issue.signature.why !== 'wrong' &&
  (signer === 'same' || signer === 'none') &&
  !older;

function Facts({
  list,
  language,
  nowMs,
}: {
  readonly list: PreviewedList;
  readonly language: Language;
  readonly nowMs: number;
}) {
  const { t } = useTranslation();
  const { issue, replaces, signer } = list;
  const isOdd = signer === 'other' || signer === 'lost';
  return (
    <div className={styles.facts}>
      <TrustSignature signature={issue.signature} isVouched={signer === 'same'} />
      {signer !== 'none' && (
        <p className={isOdd ? styles.caution : styles.quiet} data-signer={signer}>
          {t(`trustSigners.${signer}`)}
        </p>
      )}
      {issue.signature.keyHash !== null && <Fingerprint keyHash={issue.signature.keyHash} />}
      <p>
        {issue.listedAtMs === null
          ? t('trust.dateUnknown')
          : t('trust.dateIs', {
              date: dateOf(issue.listedAtMs, language),
              ago: agoInWords(issue.listedAtMs, nowMs, language),
            })}
      </p>
      {list.older && <p className={styles.caution}>{t('trust.older')}</p>}
      <p>
        {replaces === null
          ? t('trust.isNew', { count: issue.issuers })
          : t('trust.replaces', {
              count: issue.issuers,
              before: replaces.issuers,
              date: dateOf(replaces.importedAtMs, language),
            })}
      </p>
      {issue.skipped.length > 0 && (
        <Fold
          title={t('trust.skipped', { count: issue.skipped.reduce((sum, one) => sum + one.count, 0) })}
          testId="trust-skipped"
        >
          {issue.skipped.map(({ why, count }) => (
            <li key={why}>
              {count} · {textFor(t, 'trustSkips', why, why)}
            </li>
          ))}
        </Fold>
      )}
    </div>
  );
}

const SORTS = [
  { sort: 'added', Icon: IconPlus },
  { sort: 'removed', Icon: IconMinus },
  { sort: 'changed', Icon: IconArrowsExchange },
] as const;

/** Three counts, and everything that they count in one list that scrolls. */
function Changes({ list, language }: { readonly list: PreviewedList; readonly language: Language }) {
  const { t } = useTranslation();
  const parts = SORTS.map((one) => ({ ...one, changes: list[one.sort] }));
  const rows = useRef<HTMLUListElement>(null);
  // Buttons, because arrow keys belong to the scanners.
  const scroll = (by: -1 | 1): void => {
    const box = rows.current;
    box?.scrollBy({ top: by * (box.clientHeight - 30) });
  };
  return (
    <div className={styles.changes}>
      <dl className={styles.counts}>
        {parts.map(({ sort, Icon, changes }) => (
          <div key={sort} data-sort={sort} data-count={changes.count}>
            <dt>
              <Icon aria-hidden="true" />
              {t(`trust.${sort}`)}
            </dt>
            <dd>{changes.count}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.changed}>
        <div>
          <ul ref={rows} aria-label={t('trust.changesLabel')} data-testid="trust-changes" data-scrolls="">
            {parts.flatMap(({ sort, Icon, changes }) =>
              rowsOf(changes).map((change) => (
                <li key={`${sort} ${change.row}`} data-sort={sort}>
                  <Icon aria-label={t(`trust.${sort}`)} />
                  <ForeignText text={change.name} most={120} />
                  {change.country !== null && <span>{countryName(change.country, language)}</span>}
                </li>
              )),
            )}
            {parts.map(({ sort, changes }) =>
              changes.count > changes.shown.length ? (
                <li key={sort}>{t('trust.more', { count: changes.count - changes.shown.length })}</li>
              ) : null,
            )}
          </ul>
        </div>
        <div className={styles.scroll}>
          <button type="button" aria-label={t('trust.scrollUp')} onClick={() => scroll(-1)}>
            <IconChevronUp aria-hidden="true" />
          </button>
          <button type="button" aria-label={t('trust.scrollDown')} onClick={() => scroll(1)}>
            <IconChevronDown aria-hidden="true" />
          </button>
        </div>
      </div>
    </div>
  );
}

/** With a number each: two signers of one country bear the same name. */
const rowsOf = (changes: TrustChangesView): readonly (TrustChangeView & { readonly row: number })[] =>
  changes.shown.map((change, row) => ({ ...change, row }));

const names = new Map<Language, Intl.DisplayNames>();
/** A country's name with its code; the code alone where nobody knows it. */
function countryName(code: string, language: Language): string {
  const known = names.get(language) ?? new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  names.set(language, known);
  const name = code.length === 2 ? known.of(code) : undefined;
  return name === undefined ? code : `${name} (${code})`;
}

function Refused({ refused }: { readonly refused: TrustPreviewView['refused'] }) {
  const { t } = useTranslation();
  return (
    <Fold title={t('trust.refused', { count: refused.length })} testId="trust-refused">
      {refused.map(({ name, code, why }) => (
        <li key={name}>
          <ForeignText text={name} most={120} />
          <small>
            {why === null ? errorText(t, code) : textFor(t, 'trustWhys', why, errorText(t, code))}
          </small>
        </li>
      ))}
    </Fold>
  );
}

/** A line that opens into a list: a button, because keys do nothing to the browser's own. */
function Fold({
  title,
  testId,
  children,
}: {
  readonly title: string;
  readonly testId: string;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className={styles.fold} data-testid={testId}>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon aria-hidden="true" />
        {title}
      </button>
      {isOpen && <ul>{children}</ul>}
    </div>
  );
}
