import { lazy, Suspense, useEffect, useState } from 'react';
import type { SetupView } from '../preload/contract/setup.ts';
import { call } from './bridge.ts';
import { GateScreen } from './gate/GateScreen.tsx';
import { TouchKeyboard } from './ui/TouchKeyboard.tsx';

// A chunk of its own: a kiosk that is set up never loads it.
const Setup = lazy(() => import('./setup/Setup.tsx'));

/** The whole page: set-up at the first start, else the gate, and the keys on the glass above either. */
export function App() {
  const [setup, setSetup] = useState<SetupView | null>(null);
  useEffect(() => {
    // The gate is what is nearly always wanted: it is there until main says otherwise.
    call('setup.state', {}).then(setSetup, () => undefined);
  }, []);
  return (
    <>
      {setup === null ? (
        <GateScreen />
      ) : (
        <Suspense>
          <Setup view={setup} onDone={() => setSetup(null)} />
        </Suspense>
      )}
      <TouchKeyboard />
    </>
  );
}
