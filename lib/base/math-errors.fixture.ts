/**
 * The search for the worst errors of log, exp, pow, sin and cos, over all that each of them takes and where it is hardest. The tests
 * look at some thousands of arguments; `npx tsx lib/cli/math-errors.ts` looks as long as one likes.
 */
import { exactExp, exactLog, exactSinCos, fixed, mul, quarterTurns, ulpsOff } from './exact.fixture';
import { exp, log, powerOfTwo } from './math';
import { pow } from './math-pow';
import { cos, MOST_ANGLE, sin } from './math-trig';
import { CounterStream, type RandomStream } from './random';

/** Where e^x leaves the float64s: above the first, and (to half of the least subnormal) below the second. */
const LARGEST_EXPONENT = 709.782712893384;
const LEAST_EXPONENT = -745.13321910194;
/** Below it, e^x is subnormal. */
const SUBNORMAL_EXPONENT = -708.3964185322641;

interface Search {
  /** What the arguments are, for the reader of a figure. */
  readonly range: string;
  /** The `i`th argument; for pow, base and exponent. */
  draw(chance: RandomStream, i: number): readonly [number, number];
  off(x: number, y: number): number;
}

const between = (chance: RandomStream, from: number, to: number): number => from + (to - from) * chance.nextUnit();

function anyPositive(chance: RandomStream): number {
  return (1 + chance.nextUnit()) * powerOfTwo(chance.nextBelow(2_046) - 1_022);
}

function subnormal(chance: RandomStream): number {
  return (1 + chance.nextBelow(2 ** (1 + chance.nextBelow(31)))) * 5e-324 * 2 ** chance.nextBelow(20);
}

/** On either side of 1, at every distance down to the next float64. */
function nearOne(chance: RandomStream): number {
  const away = (1 + chance.nextUnit()) * powerOfTwo(-2 - chance.nextBelow(51));
  return chance.nextBelow(2) === 0 ? 1 + away : 1 - away / 2;
}

/** An argument of e^x, a fifth of them each: small, middling, any, with a subnormal answer, at the upper edge. */
function anyExponent(chance: RandomStream, i: number): number {
  switch (i % 5) {
    case 0:
      return between(chance, -0.35, 0.35);
    case 1:
      return between(chance, -2, 2);
    case 2:
      return between(chance, LEAST_EXPONENT, LARGEST_EXPONENT);
    case 3:
      return between(chance, LEAST_EXPONENT, SUBNORMAL_EXPONENT);
    default:
      return LARGEST_EXPONENT - between(chance, 0, 1) * powerOfTwo(-chance.nextBelow(40));
  }
}

function anyAngle(chance: RandomStream, i: number): number {
  const most = [0.8, 3.2, 7, 1_000, MOST_ANGLE][i % 6];
  if (most !== undefined) return between(chance, -most, most);
  const quarter = quarterTurns(1 + chance.nextBelow(Math.floor(MOST_ANGLE / 1.5707963267948966)));
  // Itself, or one of the float64s around.
  return quarter * (1 + (chance.nextBelow(5) - 2) * 2.220446049250313e-16);
}

export const SEARCHES = {
  log: {
    range: 'every positive float64, subnormal ones and those next to 1 among them',
    draw(chance, i) {
      const kinds = [anyPositive, nearOne, subnormal, (): number => between(chance, 0.5, 2)] as const;
      return [kinds[i & 3]!(chance), 0];
    },
    off: (x) => ulpsOff(log(x), exactLog(x)),
  },
  exp: {
    range: '-745.133 to 709.782712893384, subnormal answers among them',
    draw: (chance, i) => [anyExponent(chance, i), 0],
    off: (x) => ulpsOff(exp(x), exactExp(fixed(x))),
  },
  pow: {
    range: 'every positive base, and exponents up to where the answer leaves the float64s, subnormal answers among them',
    draw(chance, i) {
      const kinds = [anyPositive, nearOne, subnormal, (): number => between(chance, 0, 4)] as const;
      const x = kinds[i & 3]!(chance);
      const y = i % 7 === 0 ? chance.nextBelow(41) - 20 : anyExponent(chance, Math.floor(i / 4)) / log(x);
      return [x, y];
    },
    off(x, y) {
      const exponent = mul(fixed(y), exactLog(x).value);
      // The answer overflows, or is below half of the least float64, where there is nothing to be measured.
      if (exponent > fixed(LARGEST_EXPONENT) || exponent < fixed(LEAST_EXPONENT)) return 0;
      return ulpsOff(pow(x, y), exactExp(exponent));
    },
  },
  sin: {
    range: `|x| up to ${MOST_ANGLE}, float64s around every kind of multiple of a quarter turn among them`,
    draw: (chance, i) => [anyAngle(chance, i), 0],
    off: (x) => ulpsOff(sin(x), exactSinCos(fixed(x)).sin),
  },
  cos: {
    range: `|x| up to ${MOST_ANGLE}, float64s around every kind of multiple of a quarter turn among them`,
    draw: (chance, i) => [anyAngle(chance, i), 0],
    off: (x) => ulpsOff(cos(x), exactSinCos(fixed(x)).cos),
  },
} as const satisfies Record<string, Search>;

export type SearchName = keyof typeof SEARCHES;

/** The worst error among `count` arguments, in ulps of the exact value, and where it was. 50 to 100 microseconds each. */
export function worstError(
  name: SearchName,
  count: number,
  seed: number,
): { readonly ulps: number; readonly at: readonly number[] } {
  const { draw, off }: Search = SEARCHES[name];
  const chance = new CounterStream(seed).aim(1, 1);
  let ulps = 0;
  let at: readonly number[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y] = draw(chance, i);
    const here = off(x, y);
    if (here > ulps) {
      ulps = here;
      at = [x, y];
    }
  }
  return { ulps, at };
}
