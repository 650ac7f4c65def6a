import { lazy, Suspense, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { call, codeOf } from '../bridge.ts';
import { errorText } from '../ui/texts.ts';
import { useNow } from '../ui/useNow.ts';
import { Actions } from './Actions.tsx';
import { Column } from './Column.tsx';
import { DirectionDialog } from './DirectionDialog.tsx';
import styles from './gate.module.css';
import { Idle } from './Idle.tsx';
import { PartsScreen } from './PartsScreen.tsx';
import { useReportPainted } from './painted.ts';
import { proposedWay } from './type/RecordButtons.tsx';
import { TypeDialog } from './type/TypeDialog.tsx';
import { useCamera } from './useCamera.ts';
import { useNotices } from './useNotices.ts';
import { useScreen } from './useScreen.ts';
import { isNameless, VerdictScreen } from './VerdictScreen.tsx';
import type { HandAnswer } from './wedge/hands.ts';
import { useKeys } from './wedge/useKeys.ts';

// A chunk of its own: the guard's screen loads none of it until somebody opens it.
const Admin = lazy(() => import('../admin/Admin.tsx'));

/** The guard's screen: idle or verdict, the quiet column, four actions, and what is open above them. */
export function GateScreen() {
  const { t } = useTranslation();
  const { state, send } = useScreen();
  const { gate, verdict, leaving, parts } = state;
  const nowMs = useNow();
  useReportPainted(verdict?.id ?? null);
  useNotices(send);

  const tell = useCallback(
    (error: unknown) => send({ type: 'notice', text: errorText(t, codeOf(error)), bad: true }),
    [send, t],
  );
  const camera = useCamera(gate?.camera ?? null, tell);
  const dismiss = (): void => {
    if (verdict !== null) send({ type: 'hide', id: verdict.id });
  };
  const answer = (given: HandAnswer): void => {
    if (verdict?.seq == null) return;
    if (given === 'name') {
      if (isNameless(verdict)) send({ type: 'open', dialog: 'type', answering: verdict.seq });
      return;
    }
    call('gate.answer', { askSeq: verdict.seq, answer: given }).catch((error: unknown) => {
      // An ask that closed meanwhile has nothing left to answer: take it away and say why.
      if (codeOf(error) === 'answer/not-open') send({ type: 'hide', id: verdict.id });
      tell(error);
    });
  };
  const undo = (seq: number): void => {
    call('gate.undo', { seq }).then(() => {
      if (verdict?.seq === seq) send({ type: 'hide', id: verdict.id });
      send({ type: 'notice', text: t('notice.undone'), bad: false });
    }, tell);
  };
  const close = (): void => send({ type: 'close' });
  // The administrator's page comes in a chunk of its own, by when the button that opened it is out of reach: it is
  // remembered here.
  const openedBy = useRef<Element | null>(null);
  useEffect(() => {
    if (state.adminOpen) return;
    if (openedBy.current instanceof HTMLElement) openedBy.current.focus({ preventScroll: true });
    openedBy.current = null;
  }, [state.adminOpen]);
  const openAdmin = (): void => {
    openedBy.current = document.activeElement;
    send({ type: 'admin', open: true });
  };
  const closeAdmin = (): void => {
    send({ type: 'admin', open: false });
    void call('staff.sign-out', {}).catch(() => undefined);
  };

  useKeys(gate?.wedge ?? null, {
    onEscape: () => {
      if (state.dialog !== null) close();
      else if (verdict !== null && verdict.verdict !== 'ask') dismiss();
      else if (state.adminOpen) closeAdmin();
    },
    onAnswer: (given) => {
      if (verdict?.verdict === 'ask' && state.dialog === null && !state.adminOpen) answer(given);
    },
    onProblem: tell,
  });

  if (gate === null) return <p className={styles.starting}>{t('idle.starting')}</p>;
  const covered = state.dialog !== null || state.adminOpen;
  const layout = covered ? 'strip' : 'full';
  const shown = verdict ?? leaving;
  // An ask that was answered or closed meanwhile leaves what is typed an entry of its own.
  const answers = gate.openAskSeq === state.answering ? state.answering : null;
  return (
    <div className={styles.gate} data-verdict={layout === 'full' ? (verdict?.verdict ?? 'none') : 'none'}>
      <main
        className={styles.main}
        inert={covered}
        data-covered={verdict !== null && !covered}
        data-camera={camera.enabled}
      >
        <Idle
          gate={gate}
          nowMs={nowMs}
          parts={covered ? null : parts}
          camera={camera}
          hasPicture={!covered && verdict === null}
        />
        <Column gate={gate} nowMs={nowMs} />
      </main>
      {state.adminOpen && (
        <Suspense fallback={<p className={styles.starting}>…</p>}>
          <Admin gate={gate} nowMs={nowMs} camera={camera} onClose={closeAdmin} />
        </Suspense>
      )}
      {state.dialog === 'type' && (
        <TypeDialog
          proposed={(answers === null ? null : verdict?.askedDirection) ?? proposedWay(gate.lanes)}
          answers={answers}
          gate={gate}
          onClose={close}
        />
      )}
      {state.dialog === 'direction' && <DirectionDialog gate={gate} onClose={close} />}
      {parts !== null && covered && shown === null && <PartsScreen parts={parts} layout="strip" />}
      {shown !== null && (
        <VerdictScreen
          key={shown.id}
          verdict={shown}
          gate={gate}
          layout={layout}
          camera={camera}
          below={state.adminOpen}
          leaving={verdict === null}
          onAnswer={answer}
          onDismiss={dismiss}
        />
      )}
      <Actions
        gate={gate}
        inert={covered}
        nowMs={nowMs}
        onDirection={() => send({ type: 'open', dialog: 'direction' })}
        onType={() => send({ type: 'open', dialog: 'type' })}
        onUndo={undo}
        onAdmin={openAdmin}
      />
      <p
        className={styles.notice}
        role="status"
        data-testid="notice"
        data-bad={state.notice?.bad ?? false}
        hidden={state.notice === null}
      >
        {state.notice?.text}
      </p>
    </div>
  );
}
