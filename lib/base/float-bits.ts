/**
 * The bits of a float64, through one shared scratch cell. Write `cell[0]`, read `words[LOW]` and `words[HIGH]`, or the other way
 * round; nothing may keep the cell between two calls. Same answer on either byte order.
 */
export const cell = new Float64Array(1);
export const words = new Uint32Array(cell.buffer);

/** Where the sign, the exponent and the top 20 mantissa bits stand in `words`; `LOW` is the other one. */
export const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
export const LOW = 1 - HIGH;
