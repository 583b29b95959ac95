import { hashPair } from '@/lib/base/hash';
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';

/** Number of the session that request `n` of a class belongs to, uniform below `sessions`; -1 where requests stand alone. */
export function drawSession(chance: CounterStream, classIndex: number, n: number, sessions: number | null): number {
  return sessions === null ? -1 : chance.aim(SUBSYSTEM.sessions, n, classIndex).nextBelow(sessions);
}

/** The key that keeps a session on its node: a hash of (class, session), or of (class, request) for a request that stands alone. */
export function affinityKey(classIndex: number, n: number, session: number): number {
  return session >= 0 ? hashPair(classIndex, session) : hashPair(classIndex + 0x10000, n);
}
