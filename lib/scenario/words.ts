/** `1000000` as `1,000,000`, whatever the locale; fractions as they are. */
export function grouped(value: number): string {
  const text = String(value);
  const whole = /^(-?)(\d{4,})(\.\d+)?$/.exec(text);
  return whole === null ? text : `${whole[1]}${whole[2]!.replace(/\B(?=(?:\d{3})+$)/g, ',')}${whole[3] ?? ''}`;
}

/** `a, b, c`, at most `most` of them, then how many more. */
export function listed(words: readonly string[], most = 12): string {
  return words.length <= most ? words.join(', ') : `${words.slice(0, most).join(', ')} and ${grouped(words.length - most)} more`;
}

/** Words as they stand at the beginning of a line: `mean wait` as `Mean wait`; names of percentiles, and settings like `client.retries`, as they are. */
export function sentenceCase(words: string): string {
  return /^(p\d|[\w-]+\.\w)/.test(words) ? words : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
