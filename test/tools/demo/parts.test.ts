import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN } from '../../../core/credential/credential.ts';
import { readCredential } from '../../../core/credential/registry.ts';
import { cleanRead } from '../../../core/read/clean.ts';
import { difference, type Logged } from '../../../tools/demo/logged.ts';
import { cardText, inventPeople } from '../../../tools/demo/people.ts';
import { table } from '../../../tools/demo/table.ts';
import { FRAME_BYTES, sized } from '../../../tools/devices/camera.ts';
import { drawDesk, toJpeg } from '../../../tools/devices/pictures.ts';

const row = (kind: string, reason: string): Logged => ({
  seq: 1,
  atMs: 0,
  kind,
  reason,
  lane: '',
  source: '',
  name: '',
});

describe('the demo', () => {
  it('invents people whose cards the gate finds nothing to remark on', () => {
    for (const person of Object.values(inventPeople())) {
      const credential = readCredential(cleanRead(cardText(person)), NOTHING_KNOWN);
      expect([credential.kind, credential.name, credential.notes]).toEqual(['cccd', person.name, []]);
      expect(credential.checks.map((check) => check.outcome)).not.toContain('fail');
    }
  });

  it('leaves the kiosk’s own events out when it compares the log with the shift', () => {
    const logged = [row('opened', 'opened'), row('in', 'entered'), row('closed', 'closed')];
    expect(difference([{ kind: 'in', reason: 'entered' }], logged)).toBeUndefined();
  });

  it('names the first event that is not as it should be, also one too many or too few', () => {
    const entered = { kind: 'in', reason: 'entered' };
    expect(difference([entered], [row('out', 'left')])).toBe(
      'event 1: expected in/entered, the log holds out/left',
    );
    expect(difference([entered], [])).toBe('event 1: expected in/entered, the log holds nothing');
    expect(difference([], [row('in', 'entered')])).toBe(
      'event 1: expected nothing, the log holds in/entered',
    );
  });

  it('aligns columns by letters as they are seen, tone marks or not', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['Ánh'.normalize('NFD'), '1'],
          ['Mẫu', '22'],
        ],
      ),
    ).toEqual(['  a    b', '  ---  --', `  ${'Ánh'.normalize('NFD')}  1`, '  Mẫu  22']);
  });
});

describe('the camera whose picture can be changed', () => {
  it('fills every picture to one length, and it is still the same picture', () => {
    const desk = toJpeg(drawDesk());
    const filled = sized(desk);
    expect(filled.length).toBe(FRAME_BYTES);
    expect(jpeg.decode(filled).data.equals(jpeg.decode(desk).data)).toBe(true);
  });

  it('fills by every amount that is left over', () => {
    const desk = toJpeg(drawDesk());
    for (const more of [4, 5, 65_537, 65_538, 65_540, 131_074]) {
      const length = FRAME_BYTES - more;
      const padded = Buffer.concat([desk, Buffer.alloc(length - desk.length)]);
      expect(sized(padded).length).toBe(FRAME_BYTES);
    }
  });
});
