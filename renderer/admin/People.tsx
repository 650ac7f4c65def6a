import { IconArrowBackUp, IconUserCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundPersonView, PeoplePageView } from '../../preload/contract/people-views.ts';
import { call } from '../bridge.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { type FoundAnswer, PeopleFound } from './PeopleFound.tsx';
import { PeoplePair } from './PeoplePair.tsx';
import { PeopleSearch } from './PeopleSearch.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import styles from './people.module.css';
import { type Act, type Keys, type List, UNDOES } from './people.ts';
import { useCall } from './useCall.ts';

/** An act that was done and can be taken back; `undone` says that it was. */
interface Done {
  readonly act: Act;
  readonly keys: Keys;
  readonly undone: boolean;
}

const LISTS: readonly List[] = ['open', 'joined', 'dismissed'];
/** Main counts the open pairs up to here. */
const COUNTED = 100;

/** "Same person?": who may be one person, side by side; who is, to be parted; and finding people by name. */
export function People({ gate, nowMs, onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [list, setList] = useState<List>('open');
  const [page, setPage] = useState<PeoplePageView | null>(null);
  const [found, setFound] = useState<FoundAnswer | null>(null);
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<Done | null>(null);
  const open = useCallback(
    (which: List): void =>
      run(
        () => call('people.page', { list: which, before: null }),
        (answer) => {
          // All at once: pairs of one list never stand under the buttons of another.
          setPage(answer);
          setList(which);
          setFound(null);
          setDone(null);
        },
      ),
    [run],
  );
  useEffect(() => open('open'), [open]);

  const find = (text: string): void => {
    setDone(null);
    run(
      () => call('people.find', { text }),
      (people) => setFound({ text, people, chosen: [], pair: null }),
    );
  };
  const choose = (people: readonly FoundPersonView[]): void => {
    setDone(null);
    const chosen = people.map(({ key }) => key);
    setFound(found === null ? null : { ...found, chosen, pair: null });
    const [one, other] = chosen;
    if (found === null || one === undefined || other === undefined) return;
    run(
      () => call('people.compare', { keys: [one, other] }),
      (pair) => setFound({ ...found, chosen, pair }),
    );
  };
  const more = (before: number): void =>
    run(
      () => call('people.page', { list, before }),
      (next) => setPage({ ...next, pairs: [...(page?.pairs ?? []), ...next.pairs] }),
    );
  const act = (what: Act, keys: Keys, undone = false): void =>
    run(
      async () => {
        await call(`people.${what}`, { keys: [...keys] });
        const after = await call('people.page', { list, before: null });
        if (found === null) return { after, people: null };
        return { after, people: await call('people.find', { text: found.text }) };
      },
      ({ after, people }) => {
        setPage(after);
        if (found !== null && people !== null) setFound({ ...found, people, chosen: [], pair: null });
        setDone({ act: what, keys, undone });
      },
    );

  const shown = (page?.pairs ?? []).filter(({ keys }) => !later.has(keys.join()));
  const waiting = (page?.pairs.length ?? 0) - shown.length;
  const pairProps = { gate, nowMs, busy, onAct: act };
  return (
    <div className={styles.page} data-testid="people-page" data-list={list}>
      <header className={styles.head}>
        <div>
          <h2>{t('people.title')}</h2>
          <p className={admin.help}>{t('people.help')}</p>
        </div>
        <PeopleSearch
          typing={gate.typing}
          busy={busy}
          isShown={found !== null}
          onFind={find}
          onClear={() => open(list)}
        />
      </header>
      <nav className={styles.lists} aria-label={t('people.lists')}>
        {LISTS.map((one) => (
          <button
            key={one}
            type="button"
            data-testid={`people-list-${one}`}
            aria-current={one === list && found === null ? 'true' : undefined}
            onClick={() => open(one)}
          >
            {t(`peopleLists.${one}`)}
            {one === 'open' && page !== null && page.open > 0 && (
              <span className={styles.count}>
                {page.open < COUNTED ? page.open : t('people.many', { count: COUNTED - 1 })}
              </span>
            )}
          </button>
        ))}
      </nav>
      <p className={admin.problem} role="alert" data-testid="people-problem">
        {problem}
      </p>
      <DoneLine done={done} busy={busy} onUndo={(one) => act(UNDOES[one.act], one.keys, true)} />
      {found !== null ? (
        <PeopleFound found={found} onChoose={choose} {...pairProps} />
      ) : list === 'open' ? (
        <>
          {shown.map((pair) => (
            <PeoplePair
              key={pair.keys.join()}
              pair={pair}
              {...pairProps}
              onLater={() => setLater(new Set([...later, pair.keys.join()]))}
            />
          ))}
          {page !== null && page.pairs.length === 0 && <NobodyLeft />}
          {waiting > 0 && (
            <p className={styles.later} data-testid="people-later">
              {t('people.laterCount', { count: waiting })}
              <button
                type="button"
                data-testid="people-later-show"
                ref={shown.length === 0 ? focusNow : undefined}
                onClick={() => setLater(new Set())}
              >
                {t('people.laterShow')}
              </button>
            </p>
          )}
        </>
      ) : (
        <PeopleTable list={list} pairs={page?.pairs ?? null} {...pairProps} />
      )}
      {found === null && page !== null && page.next !== null && (
        <MoreButton next={page.next} busy={busy} onMore={more} />
      )}
    </div>
  );
}

/** The keys go on from here when what they were on is gone. */
const focusNow = (button: HTMLButtonElement | null): void => button?.focus();

/** What was done, with the way back: the keys are here, for the button that was pressed is gone. */
function DoneLine({
  done,
  busy,
  onUndo,
}: {
  readonly done: Done | null;
  readonly busy: boolean;
  readonly onUndo: (done: Done) => void;
}) {
  const { t } = useTranslation();
  const undo = useRef<HTMLButtonElement>(null);
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (done !== null) (undo.current ?? words.current)?.focus();
  }, [done]);
  return (
    <div className={styles.done} data-testid="people-done" data-act={done?.act ?? ''}>
      <p
        ref={words}
        className={admin.good}
        role="status"
        tabIndex={done?.undone ? -1 : undefined}
        data-testid="people-done-words"
      >
        {done !== null && t(`peopleDone.${done.act}`)}
      </p>
      {done !== null && !done.undone && (
        <button
          ref={undo}
          type="button"
          data-testid="people-undo"
          disabled={busy}
          onClick={() => onUndo(done)}
        >
          <IconArrowBackUp aria-hidden="true" />
          {t('people.undo')}
        </button>
      )}
    </div>
  );
}

function NobodyLeft() {
  const { t } = useTranslation();
  return (
    <div className={styles.empty} data-testid="people-none">
      <IconUserCheck aria-hidden="true" />
      <p>{t('people.none')}</p>
      <p className={admin.help}>{t('people.noneHelp')}</p>
    </div>
  );
}

function MoreButton({
  next,
  busy,
  onMore,
}: {
  readonly next: number;
  readonly busy: boolean;
  readonly onMore: (before: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={admin.second}
      data-testid="people-more"
      disabled={busy}
      onClick={() => onMore(next)}
    >
      {t('people.more')}
    </button>
  );
}
