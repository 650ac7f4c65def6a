import { expect, it } from 'vitest';
import { namesOf } from '../../../renderer/camera/names.ts';

const camera = (label: string, deviceId: string) => ({ kind: 'videoinput' as const, label, deviceId });

it('names the cameras in the order of the system, two of one make apart, and nothing else', () => {
  expect(
    namesOf([
      camera('HD Webcam', '1'),
      { kind: 'audioinput', label: 'HD Webcam', deviceId: 'sound' },
      camera('Camera cổng', '2'),
      camera('HD Webcam', '3'),
      camera('HD Webcam', '4'),
    ]),
  ).toEqual([
    { name: 'HD Webcam', id: '1' },
    { name: 'Camera cổng', id: '2' },
    { name: 'HD Webcam (2)', id: '3' },
    { name: 'HD Webcam (3)', id: '4' },
  ]);
});
