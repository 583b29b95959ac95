/** The product's router over servers that never fail, to see where its strategies send what, one request after another. */
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { ModelCatalog } from '@/lib/router/catalog';
import { RouterBuilder } from '@/lib/router/router-builder';
import { emptyQuery, emptyResult } from '@/lib/router/query';
import type { Router } from '@/lib/router/router';
import type { StrategySettings } from '@/lib/router/strategies/table';

export interface Server {
  readonly name: string;
  /** Relative share of turns. */
  readonly weight: number;
  /** What it counts for where shares go by score, 0 to 1. */
  readonly score?: number;
}

export class RouterOver {
  private readonly router: Router;
  private readonly chance: CounterStream;
  private readonly query = emptyQuery();
  private readonly result = emptyResult();
  private sent = 0;

  constructor(servers: readonly Server[], strategy: StrategySettings, seed: number) {
    const catalog = new ModelCatalog();
    for (const { name, weight, score = 1 } of servers) {
      catalog.register('m', name, 'here', ['generate'], { weight, price: 1 - score });
    }
    const policies = servers.some(({ score }) => score !== undefined) ? [{ kind: 'cost', weight: 1, regions: [] } as const] : [];
    const window = { maxCandidates: null, minScore: null };
    this.router = new RouterBuilder().catalog(catalog).config({ strategy, policies, window }).build();
    this.query.requestClass = this.router.requestClass({ capability: 'generate', privacy: 'internal', costTolerance: 0 });
    this.chance = new CounterStream(seed);
  }

  /** The server, by place, that a request which never ends goes to; its affinity is the key's. */
  place(key = 0): number {
    this.query.key = key >>> 0;
    this.router.route(this.query, 0, this.chance.aim(SUBSYSTEM.routing, this.sent++), this.result);
    const { deployment } = this.result;
    if (deployment < 0) throw new Error(`the router refused a request: error ${this.result.error}`);
    this.router.started(deployment);
    return deployment;
  }
}
