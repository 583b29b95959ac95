import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { runGroup } from './process-group';

const HERE = join(import.meta.dirname, 'process-group.ts');
const node = (code: string): Parameters<typeof runGroup> => [process.execPath, ['-e', code], { stdio: 'ignore' }];

it('gives the status back', async () => {
  expect(await runGroup(...node('process.exit(7)'))).toEqual({ status: 7, stoppedBy: null });
  expect(await runGroup(...node("process.kill(process.pid, 'SIGKILL')"))).toEqual({ status: 137, stoppedBy: null });
});

it('says when there is no such program', async () => {
  await expect(runGroup('/no/such/program', [])).rejects.toThrow('/no/such/program could not be started.');
});

it('passes a signal on to all that the child started, even to what ignores it', { timeout: 20_000 }, async () => {
  // A grandchild that ignores SIGTERM, below a child that does not.
  const grandchild = "process.on('SIGTERM',()=>{});console.log(process.pid);setInterval(()=>{},1000)";
  const child = `require('node:child_process').spawn(process.execPath,['-e',${JSON.stringify(grandchild)}],{stdio:'inherit'});setInterval(()=>{},1000)`;
  const parent = `import { runGroup } from ${JSON.stringify(HERE)}; const e = await runGroup(process.execPath, ['-e', ${JSON.stringify(child)}]); console.log(JSON.stringify(e));`;
  const running = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') running.kill('SIGTERM');
    said += text;
  });
  await new Promise((resolve) => running.once('exit', resolve));
  const [pid, ended] = said.trim().split('\n');
  expect(JSON.parse(ended ?? '')).toEqual({ status: 143, stoppedBy: 'SIGTERM' });
  expect(isRunning(Number(pid))).toBe(false);
});

/** A killed process may stay a moment as a zombie until it is reaped; that one runs no more. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
