/**
 * Runs the script in a browser's worker, where the product runs it too, without a driver: a server on this machine alone hands out one
 * page, whoever opens the page gets the script, and the worker's answer comes back as a POST. So any browser will do that can
 * be started with an address.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Answered } from './engine';

/** From the browser's start to its answer; a first start with a fresh profile on a busy machine took 20 s. */
const LIMIT_MS = 120_000;

const PAGE = `<!doctype html><meta charset="utf-8"><title>Switchyard</title><script>
const send = (path, text) => fetch(path, { method: 'POST', body: text });
const worker = new Worker('script.js');
worker.onmessage = ({ data }) => send('answer', data);
worker.onerror = (event) => send('trouble', event.message || 'the worker did not start');
</script>`;

/** `open` starts the browser on an address and answers with what ends it; a browser that ends by itself calls `ended`. */
export async function answerFromPage(
  script: string,
  open: (url: string, ended: (how: string) => void) => Promise<() => Promise<void>>,
): Promise<Answered> {
  let settle!: (answer: Answered) => void;
  let giveUp!: (error: Error) => void;
  const answer = new Promise<Answered>((resolve, reject) => {
    settle = resolve;
    giveUp = reject;
  });
  // The browser may end before anybody awaits the answer.
  answer.catch(() => undefined);
  const server = await serve(`${script}postMessage(answerText);\n`, settle, giveUp);
  const limit = setTimeout(() => {
    giveUp(new Error(`there was no answer within ${LIMIT_MS / 1_000} s`));
  }, LIMIT_MS);
  let close: (() => Promise<void>) | null = null;
  try {
    close = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, (how) => {
      giveUp(new Error(`the browser ended before it answered: ${how}`));
    });
    return await answer;
  } finally {
    clearTimeout(limit);
    await close?.();
    server.closeAllConnections();
    server.close();
  }
}

function serve(script: string, settle: (answer: Answered) => void, giveUp: (error: Error) => void): Promise<Server> {
  const server = createServer((request, response) => {
    const give = (type: string, body: string): void => {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
    };
    if (request.method === 'GET' && request.url === '/') return give('text/html', PAGE);
    if (request.method === 'GET' && request.url === '/script.js') return give('text/javascript', script);
    if (request.method !== 'POST') return void response.writeHead(404).end();
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      give('text/plain', 'thank you');
      if (request.url === '/answer') settle({ text: body, version: request.headers['user-agent'] ?? '' });
      else giveUp(new Error(body.slice(0, 1_000)));
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
