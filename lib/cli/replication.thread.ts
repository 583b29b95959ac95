/** The entry of a thread that runs replications: one task in, one result out, until it is ended. */
import { parentPort, workerData } from 'node:worker_threads';

import { replicate, type Task } from '@/lib/experiment/replication';
import type { Traces } from '@/lib/scenario/trace-supply';

const traces = workerData as Traces;

parentPort?.on('message', (task: Task) => parentPort?.postMessage(replicate(task, traces)));
