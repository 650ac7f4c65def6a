import {
  IconActivityHeartbeat,
  IconCalendarTime,
  IconCamera,
  IconCertificate,
  IconClock,
  IconDoor,
  IconKey,
  IconLock,
  IconPlug,
  IconScan,
  IconServer,
  IconUsb,
  IconUsers,
} from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import { call } from '../bridge.ts';
import type { GateCamera } from '../gate/useCamera.ts';
import { isHeld } from '../ui/retention.ts';
import { errorText } from '../ui/texts.ts';
import { tooOldDays } from '../ui/trust-age.ts';
import styles from './admin.module.css';
import { Camera } from './Camera.tsx';
import { Choices } from './Choices.tsx';
import { Clock } from './Clock.tsx';
import { Deliver } from './Deliver.tsx';
import { FindScanner } from './FindScanner.tsx';
import { Health } from './Health.tsx';
import { Keys } from './Keys.tsx';
import { Password } from './Password.tsx';
import { People } from './People.tsx';
import { Ports } from './Ports.tsx';
import { Retention } from './Retention.tsx';
import { type SignedIn, SignIn } from './SignIn.tsx';
import { Targets } from './Targets.tsx';
import { Trust } from './Trust.tsx';

export interface AdminProps {
  readonly gate: GateStateView;
  readonly nowMs: number;
  readonly camera: GateCamera;
  readonly onClose: () => void;
}

/** What every administrator's page gets: `onSignedOut` is called when main says that the session is over. */
export interface AdminPageProps {
  readonly gate: GateStateView;
  readonly nowMs: number;
  readonly camera: GateCamera;
  readonly onSignedOut: () => void;
  /** Goes to the page of the keys. */
  readonly onKeys: () => void;
  /** Goes to the page of the password and the recovery code. */
  readonly onPassword: () => void;
}

/** How often the page asks whether the session is still on. ms */
const LOOK_MS = 15_000;

/** In groups: the record and who gets it; people; what stands at the gate; the kiosk itself. */
const PAGES = [
  { id: 'deliver', title: 'admin.tabDeliver', Page: Deliver, Icon: IconUsb, apart: false },
  { id: 'targets', title: 'admin.tabTargets', Page: Targets, Icon: IconServer, apart: false },
  { id: 'keys', title: 'admin.tabKeys', Page: Keys, Icon: IconKey, apart: false },
  { id: 'retention', title: 'admin.tabRetention', Page: Retention, Icon: IconCalendarTime, apart: false },
  { id: 'people', title: 'admin.tabPeople', Page: People, Icon: IconUsers, apart: true },
  { id: 'choices', title: 'admin.tabChoices', Page: Choices, Icon: IconDoor, apart: true },
  { id: 'scanner', title: 'admin.tabScanner', Page: FindScanner, Icon: IconScan, apart: false },
  { id: 'ports', title: 'admin.tabPorts', Page: Ports, Icon: IconPlug, apart: false },
  { id: 'camera', title: 'admin.tabCamera', Page: Camera, Icon: IconCamera, apart: false },
  { id: 'trust', title: 'admin.tabTrust', Page: Trust, Icon: IconCertificate, apart: false },
  { id: 'clock', title: 'admin.tabClock', Page: Clock, Icon: IconClock, apart: true },
  { id: 'health', title: 'admin.tabHealth', Page: Health, Icon: IconActivityHeartbeat, apart: false },
  { id: 'password', title: 'admin.tabPassword', Page: Password, Icon: IconLock, apart: false },
] as const;

/** The administrator's screens, in a chunk of their own. The gate goes on behind them. */
export default function Admin({ gate, nowMs, camera, onClose }: AdminProps) {
  const { t } = useTranslation();
  const [session, setSession] = useState<SignedIn | null>(null);
  const [asking, setAsking] = useState(true);
  const [shown, setShown] = useState<(typeof PAGES)[number]['id']>('deliver');

  useEffect(() => {
    // Without a password there is nothing to ask: straight in, with a warning that says so.
    let ended = false;
    call('staff.sign-in', { password: '' }).then(
      (answer) => {
        if (ended) return;
        if (answer.role === 'admin') setSession({ passwordSet: answer.passwordSet, recovered: false });
        setAsking(false);
      },
      () => {
        if (!ended) setAsking(false);
      },
    );
    return () => {
      ended = true;
    };
  }, []);

  // The keys go on from the tab that is shown: the sign-in form with its focus is gone.
  const tabs = useRef<HTMLElement>(null);
  const signedIn = session !== null;
  useEffect(() => {
    if (signedIn) tabs.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
  }, [signedIn]);

  // Main ends a session that is idle; what the page shows of people goes with it, and not at the next press.
  const asksPassword = session?.passwordSet === true;
  useEffect(() => {
    if (!asksPassword) return undefined;
    const timer = setInterval(() => {
      call('staff.sign-in', { password: '' }).then(
        ({ role }) => {
          if (role !== 'admin') setSession(null);
        },
        () => undefined,
      );
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [asksPassword]);

  const page = PAGES.find((one) => one.id === shown) ?? PAGES[0];
  // The same function at every second: pages ask anew whenever it is another one.
  const signedOut = useCallback((): void => setSession(null), []);
  return (
    <section className={styles.admin} data-testid="admin" data-dialog="" aria-label={t('admin.title')}>
      <header className={styles.top}>
        <h1>{t('admin.title')}</h1>
        {session !== null && (
          <nav ref={tabs} className={styles.tabs}>
            {PAGES.map((one) => (
              <button
                key={one.id}
                type="button"
                data-testid={`admin-tab-${one.id}`}
                aria-current={one.id === page.id ? 'page' : undefined}
                data-apart={one.apart}
                onClick={() => setShown(one.id)}
              >
                <one.Icon aria-hidden="true" />
                {t(one.title)}
                {one.id === 'keys' && (gate.batchOpeners === 'undecided' || gate.signingProblem !== null) && (
                  <Mark
                    words={
                      gate.signingProblem === null
                        ? t('openers.undecided')
                        : errorText(t, gate.signingProblem)
                    }
                  />
                )}
                {one.id === 'targets' && gate.targets.blocked > 0 && <Mark words={t('targets.seeTo')} />}
                {one.id === 'retention' && isHeld(gate.retention) && <Mark words={t('retention.seeTo')} />}
                {one.id === 'clock' && gate.clock !== 'ok' && <Mark words={t('clock.doubted')} />}
                {one.id === 'trust' && (gate.trust.damaged > 0 || tooOldDays(gate.trust, nowMs) !== null) && (
                  <Mark words={t('trust.seeTo')} />
                )}
              </button>
            ))}
          </nav>
        )}
        <button type="button" className={styles.leave} data-testid="admin-leave" onClick={onClose}>
          {t('admin.leave')}
        </button>
      </header>
      {session === null ? (
        !asking && (
          <SignIn
            onSignedIn={(signedIn) => {
              setSession({ passwordSet: signedIn.passwordSet, recovered: signedIn.recovered });
              // Whoever lost the password needs a new one before anything else.
              if (signedIn.recovered) setShown('password');
            }}
          />
        )
      ) : (
        <div className={styles.page} data-scrolls="">
          <div className={styles.warnings}>
            {!session.passwordSet && (
              <p className={styles.warning} data-testid="admin-no-password">
                {t('admin.noPassword')}
              </p>
            )}
            {/* The page of the condition says it itself. */}
            {!gate.keyProtected && page.id !== 'health' && (
              <p className={styles.warning}>{t('admin.keyUnprotected')}</p>
            )}
            {session.recovered && shown === 'password' && (
              <p className={styles.warning} data-testid="admin-recovered">
                {t('password.recovered')}
              </p>
            )}
          </div>
          <page.Page
            gate={gate}
            nowMs={nowMs}
            camera={camera}
            onSignedOut={signedOut}
            onKeys={() => setShown('keys')}
            onPassword={() => setShown('password')}
          />
        </div>
      )}
    </section>
  );
}

/** A page with something to see to. */
const Mark = ({ words }: { readonly words: string }) => (
  <>
    <span className={styles.mark} aria-hidden="true">
      !
    </span>
    <span className="visually-hidden">, {words}</span>
  </>
);
