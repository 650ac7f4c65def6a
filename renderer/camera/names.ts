/** A camera under the name by which people choose it and settings keep it. */
export interface NamedCamera {
  readonly name: string;
  /** Chromium's, for as long as its data lives. */
  readonly id: string;
}

/**
 * The cameras among all devices, in the system's order. Two of one make have the same label: the second of them is
 * called `… (2)`. Empty names where the system gives none.
 */
export function namesOf(
  devices: readonly Pick<MediaDeviceInfo, 'kind' | 'label' | 'deviceId'>[],
): readonly NamedCamera[] {
  const times = new Map<string, number>();
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ label, deviceId }) => {
      const nth = (times.get(label) ?? 0) + 1;
      times.set(label, nth);
      return { name: nth === 1 ? label : `${label} (${nth})`, id: deviceId };
    });
}
