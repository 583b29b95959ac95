/**
 * Results of every function of this room that an engine could round in its own way, mixed into one digest: the arguments come from
 * the counter-based stream in every size that the functions take, and every eighth is made of earlier results.
 */
import { Digest } from './digest';
import { gammaFunction } from './gamma-function';
import { exp, log, normalQuantile, powerOfTwo } from './math';
import { pow } from './math-pow';
import { cos, MOST_ANGLE, sin } from './math-trig';
import { CounterStream, SUBSYSTEM } from './random';
import { Sketch } from './sketch';

/** Results per round of the loop below. */
const PER_ROUND = 8;

/** 16 hex digits over at least `count` results, and over a sketch that has taken them in. About 0.5 s for a million. */
export function mixedResultsDigest(count: number): string {
  const chance = new CounterStream(20_260).aim(SUBSYSTEM.sizes, 1);
  const digest = new Digest();
  const sketch = new Sketch();
  let last = 1;
  for (let round = 0; round * PER_ROUND < count; round++) {
    const u = chance.nextUnit();
    const signed = 2 * chance.nextUnit() - 1;
    // Any normal number, and every sixteenth round a subnormal one.
    const any = round % 16 === 0 ? u * 2.2250738585072014e-308 : (1 + u) * powerOfTwo(chance.nextBelow(2_046) - 1_022);
    const size = log(any);
    const narrow = round % 2 === 0 ? 1 + u / 64 : last;
    digest.float(size);
    digest.float(exp(signed * 745));
    digest.float(exp(signed * (round % 3)));
    // Up to the edge of what a float64 holds, where an error of the logarithm weighs most.
    digest.float(pow(any, (signed * 745) / size));
    digest.float(pow(narrow, signed * 50));
    digest.float(sin(signed * (round % 4 === 0 ? MOST_ANGLE : 10)));
    digest.float(cos(signed * (round % 4 === 1 ? MOST_ANGLE : 10)) + gammaFunction(0.5 + 169 * u));
    last = 1 + Math.abs(normalQuantile(u)) + Math.sqrt(u);
    digest.float(last);
    sketch.add(last);
  }
  for (let q = 0.01; q < 1; q += 0.01) digest.float(sketch.quantile(q)!);
  return digest.hex();
}
