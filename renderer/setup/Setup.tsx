import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SETUP_STEPS, type SetupStep, type SetupView } from '../../preload/contract/setup.ts';
import { useKeys } from '../gate/wedge/useKeys.ts';
import { errorText } from '../ui/texts.ts';
import { isAnswered } from './answered.ts';
import { CameraStep } from './CameraStep.tsx';
import { GateStep } from './GateStep.tsx';
import { LanguageStep } from './LanguageStep.tsx';
import { OpenersStep } from './OpenersStep.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { ScannerStep } from './ScannerStep.tsx';
import { SiteStep } from './SiteStep.tsx';
import { SummaryStep } from './SummaryStep.tsx';
import styles from './setup.module.css';
import { TargetStep } from './TargetStep.tsx';
import { type SetupAnswers, useSetup } from './useSetup.ts';

/** What every question gets. */
export interface StepProps extends SetupAnswers {
  readonly passwordSet: boolean;
  readonly onPasswordSet: () => void;
  /** Who can open the batches; null where nobody has said yet. */
  readonly openers: SetupView['openers'];
  readonly onOpeners: (kind: SetupView['openers']) => void;
  /** The gate is open. */
  readonly onDone: () => void;
}

const STEPS: Readonly<Record<SetupStep, (props: StepProps) => React.JSX.Element>> = {
  language: LanguageStep,
  site: SiteStep,
  gate: GateStep,
  password: PasswordStep,
  scanner: ScannerStep,
  camera: CameraStep,
  target: TargetStep,
  openers: OpenersStep,
  summary: SummaryStep,
};

/** The first start: eight questions, one at a time, each of which can be gone back to; then the gate is open. */
export default function Setup({ view, onDone }: { readonly view: SetupView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const answers = useSetup(view.draft);
  const { draft, back, next, go, unkept } = answers;
  const [passwordSet, setPasswordSet] = useState(view.passwordSet);
  const [openers, setOpeners] = useState(view.openers);
  useKeys(view.wedge, { onEscape: () => back?.(), onAnswer: () => undefined, onProblem: () => undefined });

  // Each question begins at its first field, or at its heading for who listens to the screen.
  const page = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is another one with every step
  useEffect(() => {
    const find = (what: string) => page.current?.querySelector<HTMLElement>(what) ?? null;
    // A field would bring up the keys on the glass before a finger asked for them.
    const field = document.body.dataset['pointer'] === 'touch' ? null : find('input');
    (find('[data-autofocus]') ?? field ?? find('h2'))?.focus({ preventScroll: true });
    page.current?.scrollTo({ top: 0 });
  }, [draft.step]);

  const answered = (step: SetupStep): boolean => isAnswered(step, draft, passwordSet);
  /** What may be left open is ticked only where somebody decided it. */
  const ticked = (step: SetupStep, index: number): boolean =>
    index < at && answered(step) && (step !== 'openers' || openers !== null);
  const at = SETUP_STEPS.indexOf(draft.step);
  const Step = STEPS[draft.step];
  return (
    <main className={styles.setup} data-testid="setup" data-step={draft.step} data-dialog="">
      <nav className={styles.rail} aria-label={t('setup.title')}>
        <h1>{t('setup.title')}</h1>
        <ol>
          {SETUP_STEPS.map((step, index) => (
            <li key={step} className={index === at ? styles.now : ticked(step, index) ? styles.done : ''}>
              <button
                type="button"
                className={styles.way}
                data-testid={`setup-rail-${step}`}
                aria-current={index === at ? 'step' : undefined}
                // Ahead only as far as everything before has its answer.
                disabled={index > at && !SETUP_STEPS.slice(0, index).every(answered)}
                onClick={() => go(step)}
              >
                <span className={styles.number} aria-hidden="true">
                  {ticked(step, index) ? '✓' : index + 1}
                </span>
                {t(`setup.steps.${step}`)}
              </button>
            </li>
          ))}
        </ol>
        <p>{t('setup.kept')}</p>
      </nav>
      <section ref={page} className={styles.page} data-testid={`setup-${draft.step}`}>
        <Step
          key={draft.step}
          {...answers}
          passwordSet={passwordSet}
          onPasswordSet={() => setPasswordSet(true)}
          openers={openers}
          onOpeners={setOpeners}
          onDone={onDone}
        />
        {unkept !== null && (
          <p className={styles.problem} role="alert">
            {errorText(t, unkept)}
          </p>
        )}
      </section>
      {draft.step !== 'summary' && (
        <footer className={styles.foot}>
          {back !== null && (
            <button type="button" className={styles.second} data-testid="setup-back" onClick={back}>
              {t('setup.back')}
            </button>
          )}
          <button
            type="button"
            className={styles.primary}
            data-testid="setup-next"
            disabled={!answered(draft.step)}
            onClick={next}
          >
            {t('setup.next')}
          </button>
        </footer>
      )}
    </main>
  );
}
