import { GateScreen } from './gate/GateScreen.tsx';

/** The whole page: the gate, with the administrator's screens loaded over it when asked for. */
export function App() {
  return <GateScreen />;
}
