/** Made-up files in every form, small enough to check by eye. */
import { createHash } from 'node:crypto';

import type { Problem } from '@/lib/base/result';

import type { RequestTrace, Trace } from './trace';
import type { TraceFormat } from './trace-format';
import { TraceReader, type TraceReading } from './trace-reader';

export const AZURE = [
  'TIMESTAMP,ContextTokens,GeneratedTokens',
  '2023-12-31 23:59:59.5000001,400,10',
  '2023-12-31 23:59:59.9999999,300,20',
  '2024-01-01 00:00:01.2500001,200,30',
  '2024-01-01 00:00:01.2500001,100,40',
  '',
].join('\r\n');

export const MOONCAKE = [
  '{"timestamp": 0, "input_length": 600, "output_length": 50, "hash_ids": [0, 1]}',
  '{"timestamp": 0, "input_length": 1100, "output_length": 5, "hash_ids": [0, 2, 3]}',
  '{"timestamp": 2999, "input_length": 100, "output_length": 7, "hash_ids": [0]}',
  '',
].join('\n');

export const BURST_GPT = [
  'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type',
  '5,ChatGPT,472,18,490,Conversation log',
  '45,GPT-4,1087,0,1087,API log',
  '',
].join('\n');

export const SERVEGEN = ['0,2,1.5,Gamma,0.5,1', '600,0,0,,0,0', '1200,4.5,3,Weibull,0.4,0.1', ''].join('\n');

export const OWN = ['when;who;in;out', '1.5;ann;10;1', '2;bob;20;2', '2.25;ann;30;3', ''].join('\n');
export const OWN_FORMAT: TraceFormat = {
  kind: 'csv',
  separator: ';',
  header: true,
  time: 'when',
  timeUnit: 's',
  inputTokens: 'in',
  outputTokens: 4,
  session: 'who',
};

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'utf8'));
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads a text, in pieces of so many bytes. */
export function read(text: string | Uint8Array, format: TraceFormat, pieceBytes = Infinity) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const reader = new TraceReader(format);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    if (!reader.push(bytes.subarray(at, Math.min(bytes.length, at + pieceBytes)))) break;
  }
  return reader.finish();
}

export function readingOf(text: string | Uint8Array, format: TraceFormat, pieceBytes = Infinity): TraceReading {
  const result = read(text, format, pieceBytes);
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.value;
}

export function traceOf(text: string | Uint8Array, format: TraceFormat): Trace {
  return readingOf(text, format).trace;
}

export function requestsOf(text: string | Uint8Array, format: TraceFormat): RequestTrace {
  const trace = traceOf(text, format);
  if (trace.kind !== 'requests') throw new Error('the file holds windows');
  return trace;
}

export function problemsOf(text: string | Uint8Array, format: TraceFormat, pieceBytes = Infinity): readonly Problem[] {
  const result = read(text, format, pieceBytes);
  return result.ok ? [] : result.problems;
}
