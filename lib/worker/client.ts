import * as Comlink from 'comlink';

import type { Frame, SimulationHost } from './protocol';
import type { WorkerDoor } from './run.worker';
import type { ReadingProgress, TraceFormat, TraceRead } from './traces';

export interface RunClient extends SimulationHost {
  /** Reads a trace, in a form that is known or, at null, found out; the worker holds it for scenarios to come. */
  readTrace(file: Blob, format: TraceFormat | null, onProgress?: (progress: ReadingProgress) => void): Promise<TraceRead>;
  /** Ends the worker; every later call fails. */
  end(): void;
}

/** Starts a worker of its own. `onFrame` hears every frame; `onCrash` a sentence when the worker dies. */
export function startRunClient(onFrame: (frame: Frame) => void, onCrash: (sentence: string) => void): RunClient {
  const worker = new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = ({ message }) => {
    // Where its script cannot be loaded the event has no message at all.
    const why = (message || 'it could not be started').replace(/\.$/, '');
    onCrash(`The simulation's worker stopped: ${why}.`);
  };
  const door = Comlink.wrap<WorkerDoor>(worker);
  void door.listen(Comlink.proxy(onFrame));
  return {
    load: (scenario) => door.load(scenario),
    absentTraces: (scenario) => door.absentTraces(scenario),
    readTrace: (file, format, onProgress = () => {}) => door.readTrace(file, format, Comlink.proxy(onProgress)),
    stopReading: () => door.stopReading(),
    run: (speed) => door.run(speed),
    pause: () => door.pause(),
    setSpeed: (speed) => door.setSpeed(speed),
    step: () => door.step(),
    seek: (timeMs) => door.seek(timeMs),
    skip: () => door.skip(),
    apply: (change) => door.apply(change),
    decision: (index) => door.decision(index),
    lastDecisionFor: (node) => door.lastDecisionFor(node),
    life: (request) => door.life(request),
    report: () => door.report(),
    trace: (maxDecisions) => door.trace(maxDecisions),
    end: () => {
      door[Comlink.releaseProxy]();
      worker.terminate();
    },
  };
}
