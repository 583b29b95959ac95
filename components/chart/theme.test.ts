import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { ERROR_KINDS, POLICIES, STRATEGIES } from './theme';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const SCHEMES = { light: 1, dark: 2 } as const;
type Rgb = readonly [number, number, number];

function colour(name: string, scheme: keyof typeof SCHEMES): Rgb {
  const match = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css)?.[SCHEMES[scheme]];
  if (match === undefined) throw new Error(`globals.css has no pair of colours for --${name}`);
  const channel = (at: number) => {
    const value = parseInt(match.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [a, b].map(([r, g, bl]) => 0.2126 * r + 0.7152 * g + 0.0722 * bl).sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Linear RGB as seen with protanopia, deuteranopia and tritanopia. Source: Machado, Oliveira & Fernandes, IEEE TVCG 15(6), 2009. */
const DEFICIENCIES = [
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
] as const;

function seen([r, g, b]: Rgb, m: (typeof DEFICIENCIES)[number]): Rgb {
  const row = (i: number) => Math.min(1, Math.max(0, m[i]! * r + m[i + 1]! * g + m[i + 2]! * b));
  return [row(0), row(3), row(6)];
}

/** Source: Ottosson, A perceptual color space for image processing, 2020. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [oklab(a), oklab(b)];
  return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

function leastDistance(a: Rgb, b: Rgb): number {
  return Math.min(...DEFICIENCIES.map((deficiency) => distance(seen(a, deficiency), seen(b, deficiency))));
}

const nameOf = (variable: string) => variable.slice('var(--'.length, -1);
/** Every strategy that has a colour set aside for it. */
const STRATEGY_COLOURS = [...css.matchAll(/--(s-[a-z-]+): light-dark/g)].map(([, name]) => name!);
const ERROR_COLOURS = ERROR_KINDS.map(({ colour: variable }) => nameOf(variable));
const POLICY_COLOURS = Object.entries(POLICIES).flatMap(([kind, look]) => (kind === 'privacy' ? [] : [nameOf(look.colour)]));

describe.each(['light', 'dark'] as const)('colours, %s', (scheme) => {
  const bg = colour('bg', scheme);

  it.each(['text', 't2', 't3', 'focus', 'open', 'half', 'better', 'worse'])('%s reads as text on every surface', (name) => {
    for (const surface of ['bg', 'panel'])
      expect(contrast(colour(name, scheme), colour(surface, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...STRATEGY_COLOURS, ...POLICY_COLOURS, ...ERROR_COLOURS, 'edge', 'closed'])('%s stands out as a mark', (name) => {
    expect(contrast(colour(name, scheme), bg)).toBeGreaterThanOrEqual(3);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('text on load step %s is readable', (step) => {
    expect(contrast(colour(`qt${step}`, scheme), colour(`q${step}`, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  // Fourteen strategies do not fit 8 apart under every deficiency; 6 is three times what is just noticeable, and each has its own shape.
  it.each([
    ['strategies', STRATEGY_COLOURS, 8, 6],
    ['errors', ERROR_COLOURS, 8, 8],
  ])('%s stay apart, and under every colour deficiency', (_, names, least, leastDeficient) => {
    names.forEach((a, i) => {
      for (const b of names.slice(i + 1)) {
        const [one, other] = [colour(a, scheme), colour(b, scheme)];
        expect(distance(one, other), `${a} and ${b}`).toBeGreaterThanOrEqual(least);
        expect(leastDistance(one, other), `${a} and ${b}, deficient`).toBeGreaterThanOrEqual(leastDeficient);
      }
    });
  });
});

describe.each(['light', 'dark'] as const)('policies beyond the reference’s, %s', (scheme) => {
  it.each(['p-load', 'p-throughput', 'p-max-latency', 'p-gpu', 'p-cache'])('%s stays apart from every other policy', (name) => {
    for (const other of POLICY_COLOURS) {
      if (other !== name) expect(leastDistance(colour(name, scheme), colour(other, scheme)), other).toBeGreaterThanOrEqual(8);
    }
  });
});

it('every strategy has a colour of its own that is held to these rules', () => {
  const colours = Object.entries(STRATEGIES).map(([id, look]) => [id, nameOf(look.colour)]);
  for (const [id, name] of colours) expect(name).toBe(`s-${id}`);
  for (const [, name] of colours) expect(STRATEGY_COLOURS).toContain(name);
});

it('every strategy has a marker of its own', () => {
  const markers = Object.values(STRATEGIES).map(({ marker }) => marker);
  expect(new Set(markers).size).toBe(markers.length);
});
