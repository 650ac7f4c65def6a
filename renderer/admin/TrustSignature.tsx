import { IconShieldCheck, IconShieldOff, IconShieldQuestion, IconShieldX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TrustSignatureView } from '../../preload/contract/views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import styles from './trust.module.css';

const LOOKS = {
  'not-signed': { Icon: IconShieldOff, tone: 'plain' },
  'no-key': { Icon: IconShieldQuestion, tone: 'plain' },
  'not-supported': { Icon: IconShieldQuestion, tone: 'plain' },
  'by-given-key': { Icon: IconShieldCheck, tone: 'good' },
  // Whoever sent the list sent the certificate with it: that they belong together says nothing of who it was.
  'by-own-certificate': { Icon: IconShieldCheck, tone: 'plain' },
  wrong: { Icon: IconShieldX, tone: 'bad' },
} as const;

const isKnown = (why: string): why is keyof typeof LOOKS => Object.hasOwn(LOOKS, why);

/** What is known of a list's own signature: a shape, a word, and by whom. Never more than was checked. */
export function TrustSignature({ signature }: { readonly signature: TrustSignatureView }) {
  const { t } = useTranslation();
  const { Icon, tone } = isKnown(signature.why) ? LOOKS[signature.why] : LOOKS['not-supported'];
  return (
    <span className={styles.signature} data-tone={tone} data-signature={signature.why}>
      <Icon aria-hidden="true" />
      <span>
        {textFor(t, 'listSignatures', signature.why, t('listSignatures.not-supported'))}
        {signature.by !== null && (
          <small>
            <ForeignText text={signature.by} most={160} />
          </small>
        )}
      </span>
    </span>
  );
}

/** SHA-256 of the signer's key in groups that can be read out over the telephone. */
export function Fingerprint({ keyHash }: { readonly keyHash: string }) {
  const { t } = useTranslation();
  return (
    <p className={styles.fingerprint}>
      <span>{t('trust.fingerprint')}</span> <code>{keyHash.replace(/(.{4})(?=.)/g, '$1 ')}</code>
    </p>
  );
}
