/**
 * Bytes in pieces to lines of text. Lines end in LF or CR LF; the end itself is not part of the line. Text is UTF-8: a line of
 * ASCII alone, as nearly all are, is made by the platform in one go; in others a byte that is no UTF-8 becomes U+FFFD.
 */
const LF = 10;
const CR = 13;
/** Code units that one call may take as arguments. */
const MOST_ARGUMENTS = 8_192;

export class TextLines {
  /** Bytes of a line whose end has not come yet. */
  private open: Uint8Array = new Uint8Array(256);
  private openLength = 0;
  private readonly mostBytes: number;
  private count = 0;

  /** Beyond `mostBytes` without an end, a line is cut there; `onLine` is then told so. */
  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  /** Lines handed out so far. */
  get lines(): number {
    return this.count;
  }

  /** Whether the line that is still open has grown beyond the limit. */
  get tooLong(): boolean {
    return this.openLength > this.mostBytes;
  }

  /** Hands every line that ends in this piece to `onLine`, with its number from 1, until that answers false. */
  push(piece: Uint8Array, onLine: (text: string, line: number) => boolean): void {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(LF, from);
      if (end < 0) break;
      let text: string;
      if (this.openLength > 0) {
        this.keep(piece, from, end);
        text = lineText(this.open, 0, this.openLength);
        this.openLength = 0;
      } else text = lineText(piece, from, end);
      from = end + 1;
      if (!onLine(this.unmarked(text, ++this.count), this.count)) return;
    }
    this.keep(piece, from, piece.length);
  }

  /** The last line where no line end stands behind it; null where one does. */
  rest(): string | null {
    if (this.openLength === 0) return null;
    this.count++;
    const text = lineText(this.open, 0, this.openLength);
    this.openLength = 0;
    return this.unmarked(text, this.count);
  }

  /** The first line without the byte order mark that some editors write. */
  private unmarked(text: string, line: number): string {
    return line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  private keep(piece: Uint8Array, from: number, to: number): void {
    // One byte too many is enough to know that the line is too long.
    const length = Math.min(to - from, Math.max(0, this.mostBytes + 1 - this.openLength));
    if (this.openLength + length > this.open.length) {
      const larger = new Uint8Array(2 * (this.openLength + length));
      larger.set(this.open.subarray(0, this.openLength));
      this.open = larger;
    }
    this.open.set(piece.subarray(from, from + length), this.openLength);
    this.openLength += length;
  }
}

function lineText(bytes: Uint8Array, from: number, to: number): string {
  if (to > from && bytes[to - 1] === CR) to--;
  let ascii = true;
  for (let i = from; i < to; i++) {
    if (bytes[i]! >= 0x80) {
      ascii = false;
      break;
    }
  }
  if (!ascii) return utf8Text(bytes, from, to);
  let text = '';
  for (let i = from; i < to; i += MOST_ARGUMENTS) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, Math.min(to, i + MOST_ARGUMENTS)) as unknown as number[]);
  }
  return text;
}

/** The least code point of each length, so that no character is written longer than it needs. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function utf8Text(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  let i = from;
  while (i < to) {
    const first = bytes[i]!;
    const length = first < 0x80 ? 1 : first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
    let code = length === 1 ? first : first & (0x7f >> length);
    let good = length > 0 && first < 0xf8 && i + length <= to;
    for (let k = 1; good && k < length; k++) {
      const next = bytes[i + k]!;
      good = (next & 0xc0) === 0x80;
      code = code * 64 + (next & 63);
    }
    good &&= code >= LEAST[length]! && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    text += good ? String.fromCodePoint(code) : '\uFFFD';
    i += good ? length : 1;
  }
  return text;
}
