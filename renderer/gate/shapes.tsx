import type { ReactNode } from 'react';
import type { ShownVerdict } from '../../preload/contract/verdict-views.ts';

/** All shapes are drawn on 100 x 100 in the current colour; `--cut` is the ground seen through them. */
function Shape({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 100 100"
      fill="none"
      stroke="currentColor"
      strokeWidth="8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** Arrow into a door. */
export const DoorIn = () => (
  <Shape>
    <path d="M52 12h32a4 4 0 0 1 4 4v68a4 4 0 0 1-4 4H52" />
    <path d="M8 50h52" />
    <path d="M42 29l21 21-21 21" />
  </Shape>
);

/** Arrow out of a door. */
export const DoorOut = () => (
  <Shape>
    <path d="M48 12H16a4 4 0 0 0-4 4v68a4 4 0 0 0 4 4h32" />
    <path d="M38 50h52" />
    <path d="M71 29l21 21-21 21" />
  </Shape>
);

const OCTAGON = 'M31 5h38l26 26v38L69 95H31L5 69V31z';

const Stop = () => (
  <Shape>
    <path d={OCTAGON} fill="currentColor" />
    {/* A flat hand: four fingers, a thumb and the palm, cut out of the octagon. */}
    <g stroke="var(--cut)" strokeWidth="8.5">
      <path d="M36 55V33M45.500 52V25M55 52V25M64.500 55V32" />
      <path d="M31.800 55c0 16 7 25 18.400 25S68.800 71 68.800 57V50" fill="var(--cut)" strokeWidth="0" />
      <path d="M64.500 58c0 11-5.500 18-14.300 18C42 76 36 69 36 57" />
      <path d="M36 60l-9-11" />
    </g>
    <path d="M36 52h28.500v12q-3 12-14.300 12T36 62z" fill="var(--cut)" stroke="none" />
  </Shape>
);

const Ask = () => (
  <Shape>
    <path d="M50 10 94 87H6z" fill="currentColor" />
    <g stroke="var(--cut)" strokeWidth="8">
      <path d="M40 45c0-6 4.500-10 10-10s10 4 10 9.500c0 7-10 8-10 16" />
      <path d="M50 74v.5" strokeWidth="10" />
    </g>
  </Shape>
);

const Again = () => (
  <Shape>
    <path d="M88 50a38 38 0 1 1-11-27" />
    <path d="M79 6v18H61" />
    <path d="M50 30v21l14 9" />
  </Shape>
);

/** Three finder squares, some modules, and a tear through the lower right. */
const TornQr = () => (
  <Shape>
    <path d="M10 10h26v26H10zM64 10h26v26H64zM10 64h26v26H10z" />
    <path d="M23 23h.1M77 23h.1M23 77h.1M50 12v10M50 36v8M12 50h12M40 50h8" strokeWidth="9" />
    <path d="M92 48 80 56l6 9-13 3 2 12-13-1-3 13" strokeWidth="6" />
    <path d="M50 62v10" strokeWidth="9" />
  </Shape>
);

/** The octagon of stop with a disk that did not take the row. */
const NotRecorded = () => (
  <Shape>
    <path d={OCTAGON} fill="currentColor" />
    <g stroke="var(--cut)" strokeWidth="6.500">
      <path d="M29 34v32c0 5 9.400 9 21 9s21-4 21-9V34" />
      <ellipse cx="50" cy="34" rx="21" ry="9" />
      <path d="M42 53l16 13M58 53 42 66" />
    </g>
  </Shape>
);

const SHAPES: Readonly<Record<ShownVerdict, () => ReactNode>> = {
  welcome: DoorIn,
  goodbye: DoorOut,
  stop: Stop,
  ask: Ask,
  again: Again,
  unreadable: TornQr,
  'not-recorded': NotRecorded,
};

/** The shape that tells a verdict without its colour or word. */
export function VerdictShape({ verdict }: { readonly verdict: ShownVerdict }) {
  const Drawn = SHAPES[verdict];
  return <Drawn />;
}
