import type { Problem } from '@/lib/base/result';
import { problem } from '@/lib/base/result';

/** What a route answers when it cannot do what was asked. The same problems as a form shows; never a stack trace. */
export function refusal(
  status: number,
  title: string,
  problems: readonly Problem[],
  headers: Record<string, string> = {},
): Response {
  return Response.json({ error: { title, problems } }, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

export type Body = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly response: Response };

/**
 * Reads a request's body as UTF-8 text and stops at `limitBytes` (413), whatever the headers promise. Reading takes at most
 * `READ_MS` (408).
 */
export async function readBody(request: Request, limitBytes: number): Promise<Body> {
  const tooLarge = (found: number): Body => ({
    ok: false,
    response: refusal(
      413,
      'The request is too large',
      [problem('', `${found} bytes`, `must have at most ${limitBytes} bytes`)],
      UNREAD,
    ),
  });
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limitBytes) return tooLarge(declared);
  if (request.body === null) return { ok: true, text: '' };
  const reader = request.body.getReader();
  const deadline = AbortSignal.timeout(READ_MS);
  deadline.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const piece = await reader.read().catch(() => null);
    if (piece === null) {
      // The caller hung up in the middle; nobody reads this answer.
      return {
        ok: false,
        response: refusal(400, 'The request broke off', [problem('', `${bytes} bytes`, 'must arrive whole')], UNREAD),
      };
    }
    const { done, value } = piece;
    if (deadline.aborted) {
      return {
        ok: false,
        response: refusal(
          408,
          'The request came too slowly',
          [problem('', `${bytes} bytes`, `must arrive within ${READ_MS / 1_000} s`)],
          UNREAD,
        ),
      };
    }
    if (done) return { ok: true, text: text + decoder.decode() };
    bytes += value.byteLength;
    if (bytes > limitBytes) {
      void reader.cancel().catch(() => undefined);
      return tooLarge(bytes);
    }
    text += decoder.decode(value, { stream: true });
  }
}

const READ_MS = 10_000;
/** The rest of the body is not read, so the connection cannot serve another request. */
const UNREAD = { connection: 'close' };
