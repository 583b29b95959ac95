/** One thread of `validate`: takes orders, runs them, and tells how far it is. */
import { parentPort } from 'node:worker_threads';

import { carryOut, type RunOrder } from './theory-run';

const port = parentPort;
if (port === null) throw new Error('this is a thread of validate, not a program');
port.on('message', (order: RunOrder) => {
  carryOut(order, (answer) => {
    port.postMessage(answer);
  });
});
