import { createServer } from 'node:net';

export const DEFAULT_PORT = 3000;

/** The port that `PORT` names, or a sentence on what is wrong with it. */
export function portFrom(wish: string | undefined): number | string {
  if (wish === undefined || wish === '') return DEFAULT_PORT;
  const port = Number(wish);
  if (/^\d{1,5}$/.test(wish) && port >= 1 && port <= 65_535) return port;
  return `PORT must be a whole number from 1 to 65535 (found "${wish}").`;
}

/** null when a server could listen there, else a sentence on why not. */
export function portTrouble(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE')
        resolve(`Port ${port} is taken by another program. Stop it, or choose another port: PORT=${other(port)} npm start`);
      else if (code === 'EACCES') resolve(`Port ${port} is reserved for the system. Choose one above 1023: PORT=3000 npm start`);
      else resolve(`Port ${port} cannot be used: ${message}.`);
    });
    // As the server itself: on all addresses.
    probe.listen(port, () => {
      probe.close(() => {
        resolve(null);
      });
    });
  });
}

function other(port: number): number {
  return port < 65_535 ? port + 1 : port - 1;
}
