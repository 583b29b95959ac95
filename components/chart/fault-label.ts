import type { Fault, FaultEntry, FaultTarget, TimelineEntry } from '@/lib/scenario/schema';

import { formatPercent, formatRate, formatSpan, THIN } from './format';
import { STRATEGIES } from './theme';

/** An interval of the timeline as the tracks draw it; a change that only happens has `toMs` equal to `fromMs`, a join lasts until loaded. */
export interface FaultSpan {
  readonly id: string;
  /** `Crash`, `Slow 11×`, `Errors 60 %`. */
  readonly label: string;
  /** `eu-west-07`, `us-west`; empty where the change concerns no node. */
  readonly targetLabel: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Short names of the kinds, for lists and menus. */
export const FAULT_NAMES = {
  crash: 'Crash',
  'slow-down': 'Slow',
  'added-latency': 'Added latency',
  'error-rate': 'Errors',
  grey: 'Grey failure',
  flapping: 'Flapping',
  partition: 'Partition',
  'packet-loss': 'Packet loss',
  'queue-stall': 'Queue stall',
  'capacity-loss': 'Capacity loss',
  'cold-restart': 'Cold restart',
  'probe-only': 'Probes fail',
  'random-failures': 'Random failures',
} as const satisfies Record<Fault['kind'], string>;

/** What the failed attempts end with, where that is no error of the node. */
const FAILED_AS = { error: null, 'rate-limited': '429s', 'client-error': '4xx' } as const;

export function faultLabel(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
      return FAULT_NAMES.crash;
    case 'slow-down':
      return `Slow ${Number(fault.factor.toFixed(2))}×`;
    case 'added-latency':
      return `+${formatSpan(fault.ms)}`;
    case 'error-rate':
      return `${FAILED_AS[fault.as] ?? FAULT_NAMES['error-rate']} ${formatPercent(fault.fraction, 0)}`;
    case 'grey': {
      const size = fault.fraction === 1 ? '' : ` ${formatPercent(fault.fraction, 0)}`;
      return `${FAULT_NAMES.grey}${size}${fault.as === 'error' ? '' : `, ${FAILED_AS[fault.as]}`}`;
    }
    case 'flapping':
      return `Flapping ${formatSpan(fault.downMs)}${THIN}/${THIN}${formatSpan(fault.upMs)}`;
    case 'packet-loss':
    case 'capacity-loss':
      return `${FAULT_NAMES[fault.kind]} ${formatPercent(fault.fraction, 0)}`;
    case 'cold-restart':
      return `${FAULT_NAMES['cold-restart']} ${formatSpan(fault.downMs)}`;
    case 'random-failures':
      return `${FAULT_NAMES['random-failures']} ${formatSpan(fault.upMs)}${THIN}/${THIN}${formatSpan(fault.downMs)}`;
    case 'partition':
    case 'queue-stall':
    case 'probe-only':
      return FAULT_NAMES[fault.kind];
  }
}

/** As `faultLabel`, with the time that it takes to grow: `Slow 11×, full after 2 s`. */
export function entryLabel({ fault, rampMs }: Pick<FaultEntry, 'fault' | 'rampMs'>): string {
  return rampMs === 0 ? faultLabel(fault) : `${faultLabel(fault)}, full after ${formatSpan(rampMs)}`;
}

/** A node's id says what it is; others may be equal, so they say their kind. */
export function targetLabel(target: FaultTarget): string {
  switch (target.kind) {
    case 'node':
      return target.id;
    case 'group':
    case 'region':
    case 'model':
      return `${target.kind} ${target.id}`;
    case 'share':
      return `${formatPercent(target.fraction, 0)} of ${target.of === null ? 'all nodes' : targetLabel(target.of)}`;
  }
}

function changeLabel(entry: Exclude<TimelineEntry, { kind: 'fault' }>): string {
  switch (entry.kind) {
    case 'strategy':
      return `Strategy: ${STRATEGIES[entry.strategy.id].name}`;
    case 'weights':
      return `Weights: ${entry.weights.map(({ policy, weight }) => `${policy} ${weight}`).join(', ')}`;
    case 'drain':
      return 'Drain';
    case 'join':
      return 'Join';
    case 'traffic':
      return `Traffic ${entry.class}: ${formatRate(entry.ratePerS)}`;
  }
}

/** When a fault is over; Infinity where it has no end. A cold restart is over before its end. */
export function overMs({ atMs, untilMs, fault }: FaultEntry): number {
  const endMs = untilMs ?? Infinity;
  return fault.kind === 'cold-restart' ? Math.min(endMs, atMs + fault.downMs) : endMs;
}

/** A scenario's timeline as spans, by start. A fault without an end lasts to the end of the run. */
export function timelineSpans(timeline: readonly TimelineEntry[], durationMs: number): FaultSpan[] {
  return timeline
    .map((entry) =>
      entry.kind === 'fault'
        ? {
            id: entry.id,
            label: entryLabel(entry),
            targetLabel: targetLabel(entry.target),
            fromMs: entry.atMs,
            toMs: Math.min(overMs(entry), durationMs),
          }
        : {
            id: entry.id,
            label: changeLabel(entry),
            targetLabel: 'target' in entry ? targetLabel(entry.target) : '',
            fromMs: entry.atMs,
            toMs: entry.kind === 'join' ? Math.min(entry.atMs + entry.loadingMs, durationMs) : entry.atMs,
          },
    )
    .sort((a, b) => a.fromMs - b.fromMs);
}
