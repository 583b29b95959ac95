/** `npm start`: builds when needed and serves the production build on PORT (3000), in one child process. */
import { portFrom, portTrouble } from './port';
import { runGroup } from './process-group';
import { build, buildIsCurrent, NEXT, NEXT_ENV, ROOT } from './production-build';

/** Loaded into the server first: it ends when the channel to us does, however we ended. */
const END_WITH_US = "data:text/javascript,process.on('disconnect',()=>process.exit(0))";

async function start(): Promise<number> {
  const port = portFrom(process.env['PORT']);
  if (typeof port === 'string') return refuse(port);
  const trouble = await portTrouble(port);
  if (trouble !== null) return refuse(trouble);

  if (!buildIsCurrent()) {
    console.log('Building: there is no production build of these sources yet.');
    const built = await build();
    if (built.status !== 0) return built.stoppedBy === null ? refuse('The build failed; see above.') : built.status;
  }
  console.log(`Switchyard is at http://localhost:${port}`);
  const served = await runGroup(process.execPath, ['--import', END_WITH_US, NEXT, 'start', '--port', String(port)], {
    cwd: ROOT,
    env: NEXT_ENV,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return served.stoppedBy === null ? served.status : 0;
}

function refuse(sentence: string): number {
  console.error(sentence);
  return 1;
}

process.exitCode = await start();
