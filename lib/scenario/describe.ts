/** Short names for what a timeline holds, as a label has room for. */
import type { Fault, FaultEntry, TimelineEntry } from './schema';
import { grouped } from './words';

/** `Slow 10x`, `Crash`, `+400 ms`, `Errors 60%`. */
export function describeFault({ fault }: Pick<FaultEntry, 'fault'>): string {
  return faultLabel(fault);
}

function faultLabel(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
      return 'Crash';
    case 'slow-down':
      return `Slow ${grouped(fault.factor)}x`;
    case 'added-latency':
      return `+${duration(fault.ms)}`;
    case 'error-rate':
      return `Errors ${percent(fault.fraction)}`;
    case 'grey':
      return `Grey ${percent(fault.fraction)}`;
    case 'flapping':
      return `Flapping ${duration(fault.downMs)} down, ${duration(fault.upMs)} up`;
  }
}

/** One line for any entry: what happens, and to what. `Slow 10x: eu-west`, `Strategy: round-robin`, `Traffic of users: 60/s`. */
export function describeEntry(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'fault':
      return `${describeFault(entry)}: ${entry.target.id}`;
    case 'strategy':
      return `Strategy: ${entry.strategy.id}`;
    case 'weights':
      return `Weights: ${entry.weights.map(({ policy, weight }) => `${policy} ${grouped(weight)}`).join(', ')}`;
    case 'traffic':
      return `Traffic of ${entry.class}: ${grouped(entry.ratePerS)}/s`;
  }
}

/** Below 1 s in ms, else in s; at most two decimals. */
function duration(ms: number): string {
  return ms < 1_000 ? `${rounded(ms, 100)} ms` : `${rounded(ms / 1_000, 100)} s`;
}

function percent(fraction: number): string {
  return `${rounded(fraction * 100, 10)}%`;
}

function rounded(value: number, per: number): string {
  return grouped(Math.round(value * per) / per);
}
