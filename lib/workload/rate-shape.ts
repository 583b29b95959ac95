/**
 * How a rate moves over time, as a factor of its base. An arrival process with such a rate is one at a constant rate whose clock runs
 * faster and slower: so all that is asked is how far that clock has come, and when it gets somewhere; both exactly, without thinning.
 * (Time change; Çinlar, "Introduction to Stochastic Processes", 1975, section 4.7.) A shape is a function of time alone and has no state.
 */
export interface RateShape {
  /** The integral of the factor from 0 to `timeMs`, in ms; never falls. */
  passed(timeMs: number): number;
  /** A time at which that integral is `passed`; Infinity when it never gets there, or for a random shape not before its end. */
  reached(passed: number): number;
}
