import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import type { CheckView, VerdictView } from '../../preload/contract/verdict-views.ts';
import { PicturePlace } from '../camera/PicturePlace.tsx';
import { ForeignText } from '../ui/ForeignText.tsx';
import { errorText, textFor } from '../ui/texts.ts';
import { clockSeconds, clockTime, timeOrDay } from '../ui/time.ts';
import { laneText } from './lane-text.ts';
import { Marks } from './Marks.tsx';
import { checkWord, dayShort, isVerified } from './marks.ts';
import { partsValues } from './PartsScreen.tsx';
import { VerdictShape } from './shapes.tsx';
import type { GateCamera } from './useCamera.ts';
import styles from './verdict.module.css';
import { Word } from './Word.tsx';
import { ANSWER_KEYS, type HandAnswer, keysTellHands } from './wedge/hands.ts';

/** A name of so many letters does not fit on one line of a wide screen at its full size. */
const LONG_NAME_LETTERS = 30;

export interface VerdictScreenProps {
  readonly verdict: VerdictView;
  readonly gate: GateStateView | null;
  /** `strip` while a dialog or the administrator's page is open: the read is kept visible above it. */
  readonly layout: 'full' | 'strip';
  /** Its picture goes on beside the verdict, where a full one has room: the next in the queue already aims. */
  readonly camera: GateCamera | null;
  /** The strip lies along the lower edge: the administrator's page has its tabs along the upper one. */
  readonly below?: boolean;
  /** True for the 150 ms in which it fades: seen, but out of reach. */
  readonly leaving: boolean;
  readonly onAnswer: (answer: HandAnswer) => void;
  readonly onDismiss: () => void;
}

/** Asks about what says of nobody who it is: there the name is what is missing. */
const NAMELESS: readonly string[] = ['unknown-text', 'names-nobody'];

/** Whether "let in" has a way to write the name with it. Pure; also where names are shown to nobody. */
export const isNameless = ({ verdict, reason }: Pick<VerdictView, 'verdict' | 'reason'>): boolean =>
  verdict === 'ask' && NAMELESS.includes(reason);

/** The answer to one read, told by colour, shape and word together. */
export function VerdictScreen(props: VerdictScreenProps) {
  const { verdict, gate, layout, camera, leaving, below = false } = props;
  const { t } = useTranslation();
  return (
    <section
      className={styles.verdict}
      data-testid={leaving ? undefined : 'verdict'}
      data-verdict={verdict.verdict}
      data-seq={verdict.seq ?? ''}
      data-id={verdict.id}
      data-reason={verdict.reason}
      data-layout={layout}
      data-below={below}
      data-leaving={leaving}
      aria-hidden={leaving}
      role={leaving ? undefined : 'alert'}
    >
      <div className={styles.head}>
        <div className={styles.shape}>
          <VerdictShape verdict={verdict.verdict} />
        </div>
        <Word text={t(`verdict.${verdict.verdict}`)} testId="verdict-word" />
      </div>
      <div className={styles.body}>
        <Reason verdict={verdict} gate={gate} />
        <Person verdict={verdict} manyLanes={(gate?.lanes.length ?? 1) > 1} />
        <Marks verdict={verdict} />
        <Raw verdict={verdict} />
      </div>
      {/* What could not be written is no time for the next; a lost camera has its chip. */}
      {layout === 'full' && camera?.enabled && !camera.lost && verdict.verdict !== 'not-recorded' && (
        <aside className={styles.picture}>
          <PicturePlace picture={camera.picture} here={!leaving} lost={false} label={t('camera.picture')} />
        </aside>
      )}
      <footer className={styles.foot}>
        <Acts {...props} />
        {gate !== null && layout === 'full' && <Numbers gate={gate} />}
      </footer>
    </section>
  );
}

function Reason({ verdict, gate }: { readonly verdict: VerdictView; readonly gate: GateStateView | null }) {
  const { t } = useTranslation();
  const since =
    verdict.sinceMs === null
      ? clockTime(verdict.atMs)
      : timeOrDay(verdict.sinceMs, verdict.atMs, gate?.language ?? 'vi');
  const fact = verdict.decidedBy === null ? '' : factText(t, verdict.decidedBy, verdict.atMs);
  const known =
    verdict.reason === 'parts-missing' && verdict.parts !== null
      ? t('parts.given-up', partsValues(verdict.parts))
      : textFor(t, 'reasons', verdict.reason, t('reasons.other'), { since, fact });
  // Who has mistaken the code is answered kindly: what it is, and what to show instead.
  const [note = ''] = verdict.reason === 'not-a-pass' ? verdict.notes : [];
  const instead = note === '' ? null : textFor(t, 'notes', note, known);
  return (
    <p className={styles.reason} data-testid="verdict-reason">
      {instead ?? known}
      {verdict.errorCode !== null && (
        <span className={styles.error} data-testid="verdict-error">
          {errorText(t, verdict.errorCode)}
        </span>
      )}
    </p>
  );
}

/** The fact that decided, in the words of its mark. */
function factText(t: TFunction, check: CheckView, nowMs: number): string {
  const other = t('checks.other');
  const date = check.date === null ? '' : dayShort(check.date, nowMs);
  return textFor(t, 'checks', checkWord(check, nowMs) ?? 'other', other, { date });
}

function Person({ verdict, manyLanes }: { readonly verdict: VerdictView; readonly manyLanes: boolean }) {
  const { t } = useTranslation();
  // Nothing was read: what kind of nothing helps nobody.
  const isNothing = verdict.reason === 'empty-read';
  const kind = isNothing ? '' : textFor(t, 'kinds', verdict.credentialKind, '');
  return (
    <div className={styles.person}>
      {verdict.name !== null && (
        <p
          className={styles.name}
          data-testid="verdict-name"
          data-long={verdict.name.length > LONG_NAME_LETTERS}
        >
          <ForeignText text={verdict.name} most={80} />
        </p>
      )}
      <ul className={styles.facts}>
        {verdict.birthYear !== null && (
          <li data-testid="verdict-birth">
            <bdi>{t('verdict.born', { year: verdict.birthYear.slice(0, 4) })}</bdi>
          </li>
        )}
        {verdict.documentMasked !== null && (
          <li data-testid="verdict-document">
            <ForeignText text={verdict.documentMasked} most={40} />
          </li>
        )}
        {kind !== '' && (
          <li data-testid="verdict-kind">
            {isVerified(verdict.checks) ? `${kind}, ${t('verdict.verified')}` : kind}
          </li>
        )}
        <li data-fact="time">{t('verdict.at', { time: clockSeconds(verdict.atMs) })}</li>
        {manyLanes && verdict.lane !== '' && (
          <li>
            <bdi>{laneText(t, verdict.lane)}</bdi>
          </li>
        )}
      </ul>
    </div>
  );
}

function Raw({ verdict }: { readonly verdict: VerdictView }) {
  const { t } = useTranslation();
  // A scanner that read nothing is told by the sentence.
  if (verdict.rawShort === null || verdict.rawShort.trim() === '') return null;
  return (
    <p className={styles.raw}>
      <span>{t('verdict.raw')}: </span>
      <q data-testid="verdict-raw">
        <ForeignText text={verdict.rawShort} most={121} />
      </q>
    </p>
  );
}

function Numbers({ gate }: { readonly gate: GateStateView }) {
  const { t } = useTranslation();
  const { counts } = gate;
  return (
    <dl className={styles.numbers}>
      <div>
        <dt>
          {t('counts.inside')}
          {!gate.onlyGate && <small>{t('counts.thisGateOnly')}</small>}
        </dt>
        <dd>{counts.inside}</dd>
      </div>
      <div>
        <dt>{t('counts.inToday')}</dt>
        <dd>{counts.inToday}</dd>
      </div>
      <div>
        <dt>{t('counts.outToday')}</dt>
        <dd>{counts.outToday}</dd>
      </div>
    </dl>
  );
}

/** What can be pressed. While it fades it stays where it is, out of reach: nothing jumps on its way out. */
function Acts({ verdict, gate, layout, leaving, onAnswer, onDismiss }: VerdictScreenProps) {
  const { t } = useTranslation();
  const named = (testId: string): string | undefined => (leaving ? undefined : testId);
  const keys = gate !== null && keysTellHands(gate.wedge);
  if (verdict.verdict === 'ask' && verdict.seq !== null) {
    return (
      <div className={styles.acts} data-answers="">
        <button
          type="button"
          data-testid={named('answer-admit')}
          data-primary="true"
          disabled={leaving}
          onClick={() => onAnswer('admit')}
        >
          {verdict.askedDirection === 'out' ? t('answer.admitOut') : t('answer.admit')}
          {keys && <kbd>{ANSWER_KEYS.admit}</kbd>}
        </button>
        <button
          type="button"
          data-testid={named('answer-refuse')}
          disabled={leaving}
          onClick={() => onAnswer('refuse')}
        >
          {t('answer.refuse')}
          {keys && <kbd>{ANSWER_KEYS.refuse}</kbd>}
        </button>
        {/* Above something that is open there is no room for it, nor a second form. */}
        {layout === 'full' && isNameless(verdict) && (
          <button
            type="button"
            data-testid={named('answer-name')}
            disabled={leaving}
            onClick={() => onAnswer('name')}
          >
            {verdict.askedDirection === 'out' ? t('answer.nameOut') : t('answer.name')}
            {keys && <kbd>{ANSWER_KEYS.name}</kbd>}
          </button>
        )}
      </div>
    );
  }
  if (verdict.hideAfterMs !== null) return null;
  return (
    <div className={styles.acts}>
      <button type="button" data-testid={named('verdict-dismiss')} disabled={leaving} onClick={onDismiss}>
        {t('verdict.dismiss')}
        <kbd>Esc</kbd>
      </button>
    </div>
  );
}
