/** The worker's end of the door: a `Host` with the worker's own clock and a way to rest that timers do not slow down. */
import * as Comlink from 'comlink';

import { Host } from './host';
import type { Frame, SimulationHost } from './protocol';
import { piecesOf, type ReadingProgress, type TraceFormat, type TraceRead } from './traces';

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** A message to oneself lets queued commands in and, unlike a timer, is not held back to 4 ms. */
function rest(waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (waitMs > 0) setTimeout(resolve, waitMs);
    else {
      waiting.push(resolve);
      channel.port2.postMessage(null);
    }
  });
}

let listener: ((frame: Frame) => void) | null = null;
const host = new Host({ emit: (frame) => listener?.(frame), clock: () => performance.now(), rest });

interface Door extends SimulationHost {
  listen(onFrame: (frame: Frame) => void): void;
  readTrace(file: Blob, format: TraceFormat | null, onProgress: (progress: ReadingProgress) => void): Promise<TraceRead>;
}

const door: Door = {
  listen(onFrame) {
    listener = onFrame;
  },
  load: (scenario) => host.load(scenario),
  absentTraces: (scenario) => host.absentTraces(scenario),
  readTrace: (file, format, onProgress) => host.readTrace(() => piecesOf(file), format, onProgress),
  stopReading: () => host.stopReading(),
  run: (speed) => host.run(speed),
  pause: () => host.pause(),
  setSpeed: (speed) => host.setSpeed(speed),
  step: () => host.step(),
  seek: (timeMs) => host.seek(timeMs),
  skip: () => host.skip(),
  apply: (change) => host.apply(change),
  decision: (index) => host.decision(index),
  lastDecisionFor: (node) => host.lastDecisionFor(node),
  life: (request) => host.life(request),
  report: () => host.report(),
  trace: (maxDecisions) => host.trace(maxDecisions),
};
export type WorkerDoor = typeof door;

Comlink.expose(door);
