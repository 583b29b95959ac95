/** The fields of a line of CSV, and the numbers in them. */

/** Quotes as in RFC 4180: they may hold separators and doubled quotes, not line ends. null: a quote is not closed. */
export function fieldsOf(line: string, separator: string): string[] | null {
  if (!line.includes('"')) return line.split(separator);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let field = '';
      let from = at + 1;
      for (;;) {
        const end = line.indexOf('"', from);
        if (end < 0) return null;
        field += line.slice(from, end);
        if (line[end + 1] !== '"') {
          at = end + 1;
          break;
        }
        field += '"';
        from = end + 2;
      }
      if (at < line.length && line[at] !== separator) return null;
      fields.push(field);
    } else {
      const end = line.indexOf(separator, at);
      fields.push(line.slice(at, end < 0 ? line.length : end));
      at = end < 0 ? line.length : end;
    }
    if (at >= line.length) return fields;
    at++;
    if (at === line.length) {
      fields.push('');
      return fields;
    }
  }
}

/** A whole number of at most 15 digits, also as `472.0`; NaN for any other text. */
export function wholeNumber(text: string): number {
  let value = 0;
  let i = 0;
  for (; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === text.length) return i > 0 && i <= 15 ? value : NaN;
  return /^\s*\d{1,15}(\.0*)?\s*$/.test(text) ? Number(text) : NaN;
}

const DECIMAL = /^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/;

/** A finite number; NaN for any other text. */
export function decimal(text: string): number {
  if (!DECIMAL.test(text)) return NaN;
  const value = Number(text);
  return Math.abs(value) < Infinity ? value : NaN;
}
