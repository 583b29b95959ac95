import type { Speed } from '@/lib/worker/protocol';

/** In the order of the keys 1 to 4. */
export const SPEEDS = [
  { value: '1', label: '1×' },
  { value: '10', label: '10×' },
  { value: '100', label: '100×' },
  { value: 'max', label: 'Max' },
] as const;

export type SpeedKey = (typeof SPEEDS)[number]['value'];

export function speedKey(speed: Speed): SpeedKey {
  return speed === null ? 'max' : (String(speed) as SpeedKey);
}

export function speedOf(key: SpeedKey): Speed {
  return key === 'max' ? null : (Number(key) as Speed);
}
