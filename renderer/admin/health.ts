import type { TFunction } from 'i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import { type Chip, type ChipState, chipsOf } from '../gate/chips.ts';
import { errorText } from '../ui/texts.ts';
import { agoInWords, timeOrDay } from '../ui/time.ts';
import { tooOldDays } from '../ui/trust-age.ts';
import { retentionHoldText } from './retention-hold.ts';

/** One thing that the kiosk depends on, with what to do where it is not well. */
export interface HealthItem extends Omit<Chip, 'kind'> {
  readonly kind: Chip['kind'] | 'key' | 'code' | 'owed' | 'targets';
}

/** Everything that is known of this kiosk's condition, what needs a hand first. Pure. */
export function healthOf(t: TFunction, gate: GateStateView, nowMs: number): readonly HealthItem[] {
  const items: readonly HealthItem[] = [
    ...chipsOf(t, gate, nowMs).filter(
      ({ kind }) => kind !== 'trust' && kind !== 'openers' && kind !== 'retention' && kind !== 'signing',
    ),
    ...signingItem(t, gate),
    keyItem(t, gate),
    codeItem(t, gate),
    owedItem(t, gate),
    ...targetsItem(t, gate),
    openersItem(t, gate),
    retentionItem(t, gate, nowMs),
    trustItem(t, gate, nowMs),
  ];
  const order: Readonly<Record<ChipState, number>> = { bad: 0, warn: 1, busy: 2, none: 3, ok: 3 };
  return items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => order[a.item.state] - order[b.item.state] || a.index - b.index)
    .map(({ item }) => item);
}

function keyItem(t: TFunction, gate: GateStateView): HealthItem {
  const base = { id: 'key', kind: 'key', title: t('health.key') } as const;
  return gate.keyProtected
    ? { ...base, state: 'ok', dataState: 'ok', word: t('health.keyOk'), advice: null }
    : { ...base, state: 'warn', dataState: 'unprotected', word: '', advice: t('admin.keyUnprotected') };
}

/** Nothing where it signs, as at most gates; else what to do, in the administrator's words. */
function signingItem(t: TFunction, { signingProblem: code }: GateStateView): readonly HealthItem[] {
  const base = { id: 'signing', kind: 'signing', title: t('chips.signing'), word: '' } as const;
  return code === null ? [] : [{ ...base, state: 'warn', dataState: code, advice: errorText(t, code) }];
}

/** A kiosk that was set up before there were such codes, or by a settings file alone, has none. */
function codeItem(t: TFunction, gate: GateStateView): HealthItem {
  const base = { id: 'code', kind: 'code', title: t('health.code') } as const;
  return gate.codeOpensKey
    ? { ...base, state: 'ok', dataState: 'ok', word: t('health.codeOk'), advice: null }
    : { ...base, state: 'warn', dataState: 'none', word: '', advice: t('health.codeDo') };
}

/** How much lies on this PC alone: a disk that dies takes it along. Overdue is the delivery's own line. */
function owedItem(t: TFunction, gate: GateStateView): HealthItem {
  const count = gate.undeliveredEvents;
  const word = count === 0 ? t('health.owedNone') : t('health.owed', { count });
  const base = { id: 'owed', kind: 'owed', title: t('health.owedTitle') } as const;
  return { ...base, state: 'ok', dataState: String(count), word, advice: null };
}

/** Nothing where there are none; the page of the targets says which wants a hand, and why. */
function targetsItem(t: TFunction, gate: GateStateView): readonly HealthItem[] {
  const { count, blocked } = gate.targets;
  if (count === 0) return [];
  const base = { id: 'targets', kind: 'targets', title: t('targets.title') } as const;
  return blocked > 0
    ? [
        {
          ...base,
          state: 'warn',
          dataState: 'blocked',
          word: '',
          advice: t('health.targetsDo', { count: blocked }),
        },
      ]
    : [{ ...base, state: 'ok', dataState: 'ok', word: t('health.targets', { count }), advice: null }];
}

/** Who can read what is carried away; at the gate only a word where that is everybody. */
function openersItem(t: TFunction, gate: GateStateView): HealthItem {
  const is = gate.batchOpeners;
  const base = { id: 'openers', kind: 'openers', title: t('openers.title'), dataState: is } as const;
  if (is === 'plain') return { ...base, state: 'warn', word: '', advice: t('chips.openersPlainDo') };
  if (is === 'undecided')
    return { ...base, state: 'warn', word: '', advice: errorText(t, 'openers/undecided') };
  if (gate.targets.open > 0) return { ...base, state: 'warn', word: '', advice: t('chips.openersTargetDo') };
  return { ...base, state: 'ok', word: t(`openersShort.${is}`), advice: null };
}

function retentionItem(t: TFunction, gate: GateStateView, nowMs: number): HealthItem {
  const { days, lastAtMs, phase } = gate.retention;
  const base = { id: 'retention', kind: 'retention', title: t('retention.title') } as const;
  if (days === 'never')
    return { ...base, state: 'ok', dataState: 'never', word: t('retention.neverDelete'), advice: null };
  const hold = retentionHoldText(t, gate.retention, gate.language);
  if (hold !== null) return { ...base, state: 'warn', dataState: 'held', word: '', advice: hold };
  const when = lastAtMs === null ? t('retention.never') : timeOrDay(lastAtMs, nowMs, gate.language);
  return {
    ...base,
    state: 'ok',
    dataState: phase,
    word: t('health.retention', { days, when }),
    advice: null,
  };
}

function trustItem(t: TFunction, gate: GateStateView, nowMs: number): HealthItem {
  const { lists, oldestAtMs, damaged } = gate.trust;
  const base = { id: 'trust', kind: 'trust', title: t('chips.trust') } as const;
  if (damaged > 0) {
    return { ...base, state: 'warn', dataState: 'damaged', word: '', advice: t('health.trustDamagedDo') };
  }
  if (lists === 0 || oldestAtMs === null) {
    return { ...base, state: 'ok', dataState: 'none', word: t('health.trustNone'), advice: null };
  }
  const age = agoInWords(oldestAtMs, nowMs, gate.language);
  return tooOldDays(gate.trust, nowMs) === null
    ? { ...base, state: 'ok', dataState: 'ok', word: t('health.trust', { count: lists, age }), advice: null }
    : { ...base, state: 'warn', dataState: 'old', word: '', advice: t('health.trustOldDo', { age }) };
}
