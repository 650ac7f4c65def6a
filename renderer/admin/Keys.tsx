import type { AdminPageProps } from './Admin.tsx';
import { GateKey } from './GateKey.tsx';
import styles from './keys.module.css';
import { OpenersPanel } from './OpenersPanel.tsx';

/** Both keys of a batch: whose it is closed for, and by whose it is signed. */
export function Keys(props: AdminPageProps) {
  return (
    <div className={styles.page} data-testid="keys-page">
      <OpenersPanel {...props} />
      <GateKey gate={props.gate} onSignedOut={props.onSignedOut} />
    </div>
  );
}
