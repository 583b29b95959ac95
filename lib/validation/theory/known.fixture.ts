/** Cases for tests, with other numbers than those of the shipped file; expected values by their own formulas. */
export interface CaseInput {
  readonly id: string;
  readonly family: string;
  readonly metric: string;
  readonly unit?: string;
  readonly expected: number;
  readonly model: object;
  readonly tolerance: object;
  readonly [more: string]: unknown;
}

export function caseOf(of: CaseInput): object {
  return { description: '', source: '', kind: 'exact', unit: '1', evidence: [], ...of };
}

export function fileOf(...cases: readonly CaseInput[]): { format: string; count: number; cases: object[] } {
  return { format: 'fleet-sim-theory-cases/1', count: cases.length, cases: cases.map(caseOf) };
}

/** Servers in the words of a model. */
export function servers(count: number, slots: number | null = 1, more: object = {}): object {
  return { count, slots, speed: 1, discipline: 'fifo', capacity: null, ...more };
}

export function queue(rate: number, fleet: readonly object[], more: object = {}): object {
  return {
    arrivals: { process: 'poisson', rate },
    service: { dist: 'exponential', mean: 1 },
    fleet,
    router: 'any',
    ...more,
  };
}

/** Probability of waiting before c servers with offered load a. Source: Erlang, 1917. */
export function erlangC(c: number, a: number): number {
  const b = erlangB(c, a);
  return (c * b) / (c - a * (1 - b));
}

export function erlangB(c: number, a: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k++) blocked = (a * blocked) / (k + a * blocked);
  return blocked;
}

/** Mean time in system of each of `n` servers that take turns at a load: an Erlang-n/M/1 queue. Source: Kleinrock 1, 1975, section 6.4. */
export function roundRobin(n: number, load: number): number {
  let waits = load;
  for (let i = 0; i < 200; i++) {
    let power = 1;
    for (let k = 0; k < n; k++) power *= (n * load) / (n * load + 1 - waits);
    waits = power;
  }
  return 1 / (1 - waits);
}
