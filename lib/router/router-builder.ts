import { CircuitBreaker } from './circuit-breaker';
import { ModelCatalog } from './catalog';
import { HealthChecker } from './health';
import { NodeTable } from './node-table';
import { ENTERPRISE_DEFAULT, type PolicySettings } from './policies/table';
import { Router, type RouterConfig } from './router';
import { SETTINGS } from './settings';
import type { StrategySettings } from './strategies/table';

/** The library's default: the reference's. */
export const DEFAULT_CONFIG: RouterConfig = {
  strategy: { id: 'least-latency' },
  policies: ENTERPRISE_DEFAULT,
  window: SETTINGS.reference.window,
};

/** Puts a router together part by part; what is not named is the reference's default. Parts that are named share a node table. */
export class RouterBuilder {
  private settings: RouterConfig = DEFAULT_CONFIG;
  private parts: { catalog?: ModelCatalog; health?: HealthChecker; breaker?: CircuitBreaker } = {};

  config(config: Partial<RouterConfig>): this {
    this.settings = { ...this.settings, ...config };
    return this;
  }

  catalog(catalog: ModelCatalog): this {
    this.parts.catalog = catalog;
    return this;
  }

  health(health: HealthChecker): this {
    this.parts.health = health;
    return this;
  }

  circuitBreaker(breaker: CircuitBreaker): this {
    this.parts.breaker = breaker;
    return this;
  }

  /** Members of the top composite, in order. */
  policy(policies: readonly PolicySettings[]): this {
    return this.config({ policies });
  }

  strategy(strategy: StrategySettings): this {
    return this.config({ strategy });
  }

  build(): Router {
    const { catalog, health, breaker } = this.parts;
    const nodes = (catalog ?? health ?? breaker)?.nodes ?? new NodeTable();
    return new Router(
      this.settings,
      catalog ?? new ModelCatalog(nodes),
      health ?? new HealthChecker(SETTINGS.reference.health, nodes),
      breaker ?? new CircuitBreaker(SETTINGS.reference.breaker, nodes),
    );
  }
}
