import { lazy, Suspense, useEffect, useState } from 'react';
import type { SetupView } from '../preload/contract/setup.ts';
import { call } from './bridge.ts';
import { GateScreen } from './gate/GateScreen.tsx';
import { StartScreen } from './start/StartScreen.tsx';
import { useStart } from './start/useStart.ts';
import { TouchKeyboard } from './ui/TouchKeyboard.tsx';

// A chunk of its own: a kiosk that is set up never loads it.
const Setup = lazy(() => import('./setup/Setup.tsx'));

/** The whole page: what stands before a gate whose log is being opened, set-up, or the gate; the keys on the glass above. */
export function App() {
  const start = useStart();
  return (
    <>
      {start?.kind === 'open' ? <SetUpOrGate /> : <StartScreen view={start} />}
      <TouchKeyboard />
    </>
  );
}

/** Set-up at the first start, else the gate. */
function SetUpOrGate() {
  const [setup, setSetup] = useState<SetupView | null>(null);
  useEffect(() => {
    // The gate is what is nearly always wanted: it is there until main says otherwise.
    call('setup.state', {}).then(setSetup, () => undefined);
  }, []);
  return setup === null ? (
    <GateScreen />
  ) : (
    <Suspense>
      <Setup view={setup} onDone={() => setSetup(null)} />
    </Suspense>
  );
}
