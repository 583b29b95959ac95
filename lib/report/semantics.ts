/** Number of the simulator's semantics: a digest is only comparable under the same number. */
export const SEMANTICS = 1;
