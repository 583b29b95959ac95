/** An experiment's worker: holds the traces that its scenario replays, and runs one replication after another. */
import * as Comlink from 'comlink';

import { replicate, type RunResult, type Task } from '@/lib/experiment/replication';
import { checkSupply } from '@/lib/scenario/trace-supply';

import { HeldTraces, piecesOf, type TraceFile } from './traces';

const held = new HeldTraces(() => performance.now());

const door = {
  /** Reads the files; each once, however many replications follow. */
  async hold(files: readonly TraceFile[]): Promise<void> {
    for (const { name, file, format } of files) {
      const read = await held.read(
        () => piecesOf(file),
        format,
        () => {},
      );
      if (read.kind === 'broken') throw new Error(`${name} could not be read: ${read.problems[0]!.message}`);
    }
  },
  /** Throws, with the sentence that names the file, where a trace is not held. */
  run(task: Task): RunResult {
    const supplied = checkSupply(task.scenario, held.all);
    if (!supplied.ok) throw new Error(supplied.problems[0]!.message);
    return replicate(task, held.all);
  },
};
export type ReplicationDoor = typeof door;

Comlink.expose(door);
