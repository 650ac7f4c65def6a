import { IconShieldCheck, IconShieldOff, IconShieldQuestion, IconShieldX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TrustSignatureView } from '../../preload/contract/trust-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import styles from './trust.module.css';

const LOOKS = {
  'not-signed': { Icon: IconShieldOff, tone: 'plain' },
  'no-key': { Icon: IconShieldQuestion, tone: 'plain' },
  'not-supported': { Icon: IconShieldQuestion, tone: 'plain' },
  // Whoever sent the list sent the key or the certificate with it: that they belong together says nothing of who it was.
  'by-given-key': { Icon: IconShieldCheck, tone: 'plain' },
  'by-own-certificate': { Icon: IconShieldCheck, tone: 'plain' },
  wrong: { Icon: IconShieldX, tone: 'bad' },
} as const;

const isKnown = (why: string): why is keyof typeof LOOKS => Object.hasOwn(LOOKS, why);

/**
 * What is known of a list's own signature: a shape, a word, and by whom. Never more than was checked: green is a right one
 * that something else vouches for, as the list in force does that the same key signed.
 */
export function TrustSignature({
  signature,
  isVouched = false,
}: {
  readonly signature: TrustSignatureView;
  readonly isVouched?: boolean;
}) {
  const { t } = useTranslation();
  const { Icon, tone: alone } = isKnown(signature.why) ? LOOKS[signature.why] : LOOKS['not-supported'];
  const tone = isVouched && Icon === IconShieldCheck ? 'good' : alone;
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
