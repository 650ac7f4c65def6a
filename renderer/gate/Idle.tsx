import {
  IconArrowsExchange,
  IconDatabaseOff,
  IconPlugConnectedX,
  IconQrcode,
  IconQrcodeOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GateStateView, LaneDirection } from '../../preload/contract/gate-views.ts';
import type { PartsView } from '../../preload/contract/verdict-views.ts';
import { PicturePlace } from '../camera/PicturePlace.tsx';
import { ForeignText } from '../ui/ForeignText.tsx';
import { errorText } from '../ui/texts.ts';
import { clockTime, dayInWords } from '../ui/time.ts';
import styles from './idle.module.css';
import { laneName } from './lane-text.ts';
import { PartsScreen } from './PartsScreen.tsx';
import { type Centre, centreOf, deadLanes } from './reading.ts';
import { SuddenEnd } from './SuddenEnd.tsx';
import { DoorIn, DoorOut } from './shapes.tsx';
import type { GateCamera } from './useCamera.ts';

/** The five characters of `08:01`, each in a cell of its own. */
const PLACES = ['tens of hours', 'hours', 'colon', 'tens of minutes', 'minutes'] as const;

export interface IdleProps {
  readonly gate: GateStateView;
  readonly nowMs: number;
  /** A card in several codes that is being read takes the place of time and prompt. */
  readonly parts: PartsView | null;
  readonly camera: GateCamera;
  /** The camera's picture is here, and not on a verdict or an administrator's page. */
  readonly hasPicture: boolean;
}

/** Nothing to decide: the time, what to do, where this is, and which way the gate works. */
export function Idle({ gate, nowMs, parts, camera, hasPicture }: IdleProps) {
  const { t } = useTranslation();
  const { unclear } = camera;
  const centre = centreOf(gate);
  return (
    <section className={styles.idle} data-testid="idle" data-collecting={parts !== null}>
      <header className={styles.place}>
        <div className={styles.names}>
          <span className={styles.site}>
            <ForeignText text={gate.siteName} most={120} />
          </span>
          <h1 className={styles.gate}>
            <ForeignText text={gate.gateName} most={120} />
          </h1>
        </div>
        {camera.enabled && hasRoomFor(camera, centre) && (
          <div className={styles.picture} data-unclear={unclear}>
            <PicturePlace
              picture={camera.picture}
              here={hasPicture}
              lost={camera.lost}
              label={t('camera.picture')}
            />
          </div>
        )}
      </header>
      {parts === null ? (
        <Waiting gate={gate} nowMs={nowMs} centre={centre} unclear={unclear} />
      ) : (
        <PartsScreen parts={parts} layout="full" unclear={unclear} />
      )}
      <Lanes gate={gate} />
    </section>
  );
}

/** The dead picture of a camera gives way to what has to be said. */
const hasRoomFor = ({ lost }: GateCamera, centre: Centre): boolean =>
  centre.kind === 'prompt' && !(lost && centre.lost !== null);

function Waiting({
  gate,
  nowMs,
  ...what
}: Pick<IdleProps, 'gate' | 'nowMs'> & { readonly centre: Centre; readonly unclear: boolean }) {
  const time = clockTime(nowMs);
  return (
    <>
      <div className={styles.middle}>
        <time className={styles.clock} role="timer" aria-live="off">
          {PLACES.map((place, index) => (
            <span key={place} data-colon={place === 'colon'}>
              {time[index]}
            </span>
          ))}
        </time>
        <p className={styles.day}>{dayInWords(nowMs, gate.language)}</p>
      </div>
      {gate.suddenEnd !== null && (
        <SuddenEnd end={gate.suddenEnd} isWritten={gate.log.ok} nowMs={nowMs} language={gate.language} />
      )}
      <WhatToDo log={gate.log} {...what} />
    </>
  );
}

const PROMPTS = { scanner: 'idle.prompt', camera: 'idle.promptCamera', both: 'idle.promptBoth' } as const;

/** How to hold the code; where that is no use, the worst fact in its place, and what the guard does now. */
function WhatToDo({
  centre,
  unclear,
  log,
}: Pick<GateStateView, 'log'> & { readonly centre: Centre; readonly unclear: boolean }) {
  const { t } = useTranslation();
  if (centre.kind === 'prompt')
    return (
      <div>
        <p className={styles.prompt} data-testid="prompt" data-unclear={unclear}>
          <IconQrcode aria-hidden="true" />
          {t(unclear ? 'idle.unclear' : PROMPTS[centre.to])}
        </p>
        {centre.lost !== null && (
          <Trouble
            kind="lost"
            what={centre.lost}
            fact={t(`idle.lost.${centre.lost}`)}
            advice={t(`idle.lostDo.${centre.lost}`)}
          />
        )}
      </div>
    );
  if (centre.kind === 'unread')
    return (
      <Trouble
        kind="unread"
        what={centre.what}
        fact={t(`idle.unread.${centre.what}`)}
        advice={t(`idle.unreadDo.${centre.what}`)}
      />
    );
  const error = errorText(t, log.errorCode ?? 'log/append-failed');
  return (
    <Trouble
      kind="unwritten"
      what=""
      fact={t(`idle.unwritten.${centre.cause}`)}
      advice={t(`idle.unwrittenDo.${centre.cause}`, { error })}
    />
  );
}

/** A fact that keeps somebody from being recorded, and what the guard does now. */
function Trouble({
  kind,
  what,
  fact,
  advice,
}: {
  readonly kind: 'unread' | 'unwritten' | 'lost';
  readonly what: string;
  readonly fact: string;
  readonly advice: string;
}) {
  const Icon = kind === 'unwritten' ? IconDatabaseOff : IconQrcodeOff;
  return (
    <div
      className={styles.trouble}
      data-testid="trouble"
      data-kind={kind}
      data-what={what}
      role={kind === 'lost' ? 'status' : 'alert'}
    >
      <Icon aria-hidden="true" />
      <p>
        <strong>{fact}</strong>
        <span>{advice}</span>
      </p>
    </div>
  );
}

function Lanes({ gate }: { readonly gate: GateStateView }) {
  const { t } = useTranslation();
  const dead = deadLanes(gate);
  // What cannot be written down need not be scanned either: no lane looks as if all were well there.
  const isUnwritten = !gate.log.ok;
  return (
    <ul className={styles.lanes} data-many={gate.lanes.length > 2} aria-label={t('idle.directions')}>
      {gate.lanes.map((lane) => {
        const isDead = isUnwritten || dead.has(lane.name);
        // A lane that is called as the way it goes is not told twice.
        const name = laneName(t, lane.name);
        const isNamed = gate.lanes.length > 1 && name.toUpperCase() !== t(`direction.${lane.direction}`);
        return (
          <li
            key={lane.name}
            data-direction={lane.direction}
            data-dead={isDead}
            data-testid={`lane-${lane.name}`}
          >
            {dead.has(lane.name) ? (
              <IconPlugConnectedX aria-hidden="true" />
            ) : (
              <DirectionIcon direction={lane.direction} />
            )}
            <span className={styles.laneWord}>{t(`direction.${lane.direction}`)}</span>
            {(isNamed || isDead) && (
              <span className={styles.laneText}>
                {isNamed && (
                  <span className={styles.laneName}>
                    <ForeignText text={name} most={30} />
                  </span>
                )}
                {isDead && (
                  <span className={styles.laneDead}>
                    {t(dead.has(lane.name) ? 'idle.laneDead' : 'idle.laneUnwritten')}
                  </span>
                )}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Arrow into a door, out of it, or both ways. */
export function DirectionIcon({ direction }: { readonly direction: LaneDirection }) {
  if (direction === 'in') return <DoorIn />;
  if (direction === 'out') return <DoorOut />;
  return <IconArrowsExchange aria-hidden="true" />;
}
