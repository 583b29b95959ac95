/** `npm run -s switchyard -- <command>`: the headless door. Exit status: 0 good, 1 failed, 2 bad usage. */
import { EXIT } from './command';
import { dispatch } from './dispatch';

// Whoever reads our answer may stop early (`| head`); that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.good);
});

process.exitCode = await dispatch(process.argv.slice(2));
