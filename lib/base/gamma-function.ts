import { exp, log } from './math';

/** ln sqrt(2 pi). */
const HALF_LOG_TAU = 0.9189385332046728;
/** From here on the series below is exact to a float64. */
const FAR = 12;

/**
 * Euler's gamma function for 0.5 <= x <= 170, relative error below 3e-13: small arguments are stepped up by gamma(x + 1) = x gamma(x),
 * and large ones follow Stirling's series. NaN outside.
 * Source: NIST Digital Library of Mathematical Functions, 5.5.1 and 5.11.1.
 */
export function gammaFunction(x: number): number {
  if (!(x >= 0.5 && x <= 170)) return NaN;
  let steps = 1;
  let far = x;
  while (far < FAR) steps *= far++;
  return exp(stirling(far)) / steps;
}

/** Its natural logarithm for 0.5 <= x <= 1e15, error below 1e-12 of the larger of 1 and the value. NaN outside. */
export function logGamma(x: number): number {
  if (!(x >= 0.5 && x <= 1e15)) return NaN;
  let steps = 1;
  let far = x;
  while (far < FAR) steps *= far++;
  return stirling(far) - log(steps);
}

/** The logarithm for x >= 12. */
function stirling(x: number): number {
  const z = 1 / (x * x);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360)))))) / x;
  return (x - 0.5) * log(x) - x + HALF_LOG_TAU + series;
}
