/** How many tokens a request has, in and out together: by its class's own laws, or those of its row of a trace. The same for all its attempts. */
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';
import type { Scenario } from '@/lib/scenario/schema';
import { drawSize, type SizeLaw } from '@/lib/workload/sizes';
import { tokenLaw } from '@/lib/workload/token-law';
import type { TokenSizes } from '@/lib/workload/traces/token-sizes';

import { OWN_DRAW, ownDraw, requestDraw } from './draws';

export class RequestTokens {
  private readonly laws: readonly ({ readonly input: SizeLaw; readonly output: SizeLaw } | null)[];
  private readonly recorded: readonly (TokenSizes | null)[];
  private readonly chance: CounterStream;

  constructor(workload: Scenario['workload'], recorded: readonly (TokenSizes | null)[], chance: CounterStream) {
    this.laws = workload.map(({ tokens }) =>
      tokens === null ? null : { input: tokenLaw(tokens.input), output: tokenLaw(tokens.output) },
    );
    this.recorded = recorded;
    this.chance = chance;
  }

  /** 0 where nobody knows. */
  of(classIndex: number, n: number): number {
    const law = this.laws[classIndex]!;
    if (law === null) return this.recorded[classIndex]?.tokens(n, this.chance, requestDraw(classIndex)) ?? 0;
    const input = drawSize(law.input, this.chance.aim(SUBSYSTEM.sizes, n, ownDraw(classIndex, OWN_DRAW.inputTokens)));
    const output = drawSize(law.output, this.chance.aim(SUBSYSTEM.sizes, n, ownDraw(classIndex, OWN_DRAW.outputTokens)));
    return Math.max(1, Math.round(input)) + Math.max(1, Math.round(output));
  }
}
