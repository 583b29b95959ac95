/**
 * A child process in a group of its own, so that a signal reaches all that it started; a server left behind holds its port.
 * While children run, a signal to us goes to them.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Time between the first signal and the one that cannot be ignored. */
const GRACE_MS = 5_000;

export interface Ended {
  /** Exit status as a shell gives it: 128 plus the number of the signal that ended it. */
  readonly status: number;
  /** The signal that we were sent meanwhile; the caller should stop. */
  readonly stoppedBy: NodeJS.Signals | null;
}

/** Runs `command` to its end with our own input and output. Throws when it cannot be started. */
export function runGroup(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options, detached: true });
    let stoppedBy: NodeJS.Signals | null = null;
    let grace: NodeJS.Timeout | undefined;
    const pass = (signal: NodeJS.Signals): void => {
      signalGroup(child, stoppedBy === null ? signal : 'SIGKILL');
      stoppedBy ??= signal;
      grace ??= setTimeout(() => {
        signalGroup(child, 'SIGKILL');
      }, GRACE_MS);
    };
    const finish = (): void => {
      clearTimeout(grace);
      for (const signal of SIGNALS) process.off(signal, pass);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    child.once('error', (cause) => {
      finish();
      reject(new Error(`${command} could not be started.`, { cause }));
    });
    child.once('exit', (code, signal) => {
      // Whatever the child left behind in its group goes with it.
      signalGroup(child, 'SIGKILL');
      finish();
      resolve({ status: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), stoppedBy });
    });
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
