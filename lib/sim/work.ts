/** How much work attempts bring: drawn for each try, or once for a request, or made of its tokens. */
import { SUBSYSTEM as SUBSYSTEMS, type CounterStream } from '@/lib/base/random';
import { drawSize, sizeLaw, type SizeLaw } from '@/lib/workload/sizes';
import { SizesAhead } from '@/lib/workload/sizes-ahead';
import type { TokenSizes } from '@/lib/workload/traces/token-sizes';

import { ATTEMPT, type Attempts } from './attempts';
import { requestDraw, tryDraw } from './draws';
import { tokenSizes } from './replays';
import { RequestTokens } from './request-tokens';
import type { RunParts } from './run-parts';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const SUBSYSTEM = SUBSYSTEMS;

const A = ATTEMPT;

export class Work {
  /** What quotas of tokens count. */
  readonly requestTokens: RequestTokens;
  private readonly attempts: Attempts;
  private readonly chance: CounterStream;
  /** Per class; null where tokens of a trace make the size. */
  private readonly sizes: readonly (SizeLaw | null)[];
  private readonly firsts: readonly (SizesAhead | null)[];
  private readonly tokens: readonly (TokenSizes | null)[];
  private readonly once: readonly boolean[];

  constructor({ scenario, traces, attempts, chance }: RunParts) {
    const { workload } = scenario;
    this.attempts = attempts;
    this.chance = chance;
    this.sizes = workload.map(({ service }) => (service.kind === 'trace' ? null : sizeLaw(service)));
    this.firsts = this.sizes.map((law, c) =>
      law === null ? null : new SizesAhead(law, SUBSYSTEM.sizes, requestDraw(c), chance),
    );
    this.tokens = tokenSizes(scenario, traces);
    this.once = workload.map(({ demandPer }) => demandPer === 'request');
    this.requestTokens = new RequestTokens(workload, this.tokens, chance);
  }

  /** Of the first try of request `n` of a class, in ms at speed 1; -1 where it is found when its service begins. */
  ofFirst(classIndex: number, n: number): number {
    const ahead = this.firsts[classIndex]!;
    return ahead === null ? -1 : ahead.at(n);
  }

  /** Whether a try of a class brings the work of the first. */
  isAsFirst(classIndex: number, tryIndex: number): boolean {
    return tryIndex === 0 || this.once[classIndex]!;
  }

  /** Of an attempt whose service begins, where `ofFirst` does not say. */
  of(attempt: number): number {
    const { ints } = this.attempts;
    const classIndex = ints[attempt + A.classIndex]!;
    const n = ints[attempt + A.n]!;
    const size = this.sizes[classIndex]!;
    // Tokens are the request's own, whatever the attempt.
    if (size === null) return this.tokens[classIndex]!.demandMs(n, this.chance, requestDraw(classIndex));
    return drawSize(size, this.chance.aim(SUBSYSTEM.sizes, n, tryDraw(classIndex, ints[attempt + A.tryIndex]!)));
  }
}
