import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN } from '../../core/credential/credential.ts';
import { readCredential } from '../../core/credential/registry.ts';
import { cleanRead } from '../../core/read/clean.ts';
import { timestampMs } from '../../core/units.ts';
import { newEvent } from '../../main/events.ts';

/** The personal part of the row of a read. */
function personal(raw: string) {
  const clean = cleanRead(raw);
  return newEvent({
    stamp: { atMs: timestampMs(0), offsetMin: 420, bootId: 'b', uptimeMs: 0, clock: 'ok' },
    lane: '1',
    kind: 'in',
    reason: 'entered',
    source: { kind: 'camera' },
    credential: readCredential(clean, NOTHING_KNOWN),
    clean,
    guard: null,
  }).personal;
}

describe('the personal part of a row', () => {
  it('has a phone number of a card once, in its own column', () => {
    const { phone, fields } = personal(
      '001093029317|NGUYEN VAN THU|1993-01-18|0|162979388586171100|<1<00<+84901234567',
    );
    expect(phone).toBe('0901234567');
    expect(Object.keys(fields ?? {})).not.toContain('phone');
  });

  it('has a phone number of odd form as the card says it', () => {
    const { phone, fields } = personal(
      '001093029317|NGUYEN VAN THU|1993-01-18|0|162979388586171100|<1<00<090*',
    );
    expect(phone).toBe('090*');
    expect(JSON.stringify(fields)).not.toContain('090');
  });

  it('has nothing of a Wi-Fi code, nor of a payment', () => {
    const codes = ['WIFI:T:WPA;S:Nha Thu;P:mat-khau;;', 'https://example.test/nguoi-thu', 'MECARD:N:Thu;;'];
    for (const code of codes) {
      expect(JSON.stringify(personal(code))).not.toMatch(/mat-khau|Thu|thu/);
    }
  });
});
