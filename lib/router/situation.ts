import { BREAKER_CODE, HEALTH_CODE, HEALTH_STATES } from '@/lib/fleet/snapshot';
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import type { ModelCatalog } from './catalog';
import type { CircuitBreaker } from './circuit-breaker';
import type { HealthChecker } from './health';
import { cacheShare } from './policies/cache';
import type { Composite } from './policies/composite';
import type { Facts } from './policies/policy';
import type { Prompt } from './query';
import type { RequestClass } from './request-class';
import { NodeSignals } from './signals';

/** What a router knows when it is asked: the fleet, its health, its breakers, what is in flight, and how it scores. */
export class Situation {
  /** Attempts that this router has under way, by node. */
  inFlight = new Int32Array(0);
  /** Grows when the composite changes. */
  policyVersion = 0;

  readonly catalog: ModelCatalog;
  readonly health: HealthChecker;
  readonly breaker: CircuitBreaker;
  readonly signals: NodeSignals;
  private current: Composite;

  constructor(catalog: ModelCatalog, health: HealthChecker, breaker: CircuitBreaker, composite: Composite) {
    if (catalog.nodes !== health.nodes || catalog.nodes !== breaker.nodes) {
      throw new Error('Catalog, health and breaker must share one node table, or their indexes mean different nodes.');
    }
    this.catalog = catalog;
    this.health = health;
    this.breaker = breaker;
    this.signals = new NodeSignals(catalog.nodes);
    this.current = composite;
    health.watch(composite.limits.maxLatencyMs);
    this.fit();
  }

  get composite(): Composite {
    return this.current;
  }

  set composite(composite: Composite) {
    this.current = composite;
    this.health.watch(composite.limits.maxLatencyMs);
    this.policyVersion++;
  }

  /** Makes room for every node of the table. */
  fit(): void {
    this.health.fit();
    this.breaker.fit();
    const size = this.catalog.nodes.size;
    if (this.inFlight.length >= size) return;
    const wider = new Int32Array(Math.max(size, 2 * this.inFlight.length, 16));
    wider.set(this.inFlight);
    this.inFlight = wider;
  }

  /** Whether ordinary requests may pass: the breaker lets them, or the router is in panic. Looks only. */
  breakerAdmits(node: NodeIndex): boolean {
    return this.breakerLets(node) || this.breaker.panic;
  }

  /** Whether the breaker itself lets ordinary requests pass: closed, or half-open where half-open admits everyone. */
  breakerLets(node: NodeIndex): boolean {
    const code = this.breaker.codes[node];
    return code === BREAKER_CODE.closed || (code === BREAKER_CODE['half-open'] && this.breaker.settings.probes === null);
  }

  /** Whether every deployment that a class accepts may be picked now, because nothing keeps any node out. Looks only; O(1). */
  get takesAll(): boolean {
    const { breaker, health, catalog } = this;
    const { limits } = this.current;
    return (
      health.unhealthy === 0 &&
      breaker.open.length === 0 &&
      breaker.halfOpen.length === 0 &&
      catalog.away === 0 &&
      health.slow === 0 &&
      !limits.more
    );
  }

  /** Whether it is a candidate in the reference's sense: ready, the breaker lets pass and the node is not unhealthy. In panic, all that are ready are. */
  isCandidate(deployment: DeploymentIndex): boolean {
    return this.catalog.isReady(deployment) && this.admits(this.catalog.nodeOf[deployment]!);
  }

  /** Whether a deployment that the class accepts may be picked now: a candidate whose state passes the policies' filters. */
  mayTake(of: RequestClass, deployment: DeploymentIndex): boolean {
    return (
      this.catalog.isReady(deployment) && this.takes(of, this.catalog.nodeOf[deployment]!, this.catalog.slotsOf[deployment]!)
    );
  }

  /** `mayTake` of a deployment with so many slots on the node that is ready. O(1). */
  takes(of: RequestClass, node: NodeIndex, slots: number): boolean {
    const { limits } = this.current;
    return (
      this.admits(node) && this.health.smoothedMs[node]! <= limits.maxLatencyMs && (!limits.more || this.passes(of, node, slots))
    );
  }

  /** Whether breaker and health let the node's deployments pass. */
  private admits(node: NodeIndex): boolean {
    return (this.breakerLets(node) && this.health.status[node] !== HEALTH_CODE.unhealthy) || this.breaker.panic;
  }

  /** Whether the node's state passes the filters beyond the limit of latency. */
  passes(of: RequestClass, node: NodeIndex, slots: number): boolean {
    const { health, signals, inFlight } = this;
    const smoothedMs = health.smoothedMs[node]!;
    return this.current.limits.passes(health.status[node]!, smoothedMs, inFlight[node]!, signals.inSystem(node), slots, of);
  }

  /** Whether a hard policy refuses the deployment by its node's state. */
  violates(of: RequestClass, deployment: DeploymentIndex): boolean {
    const { catalog, health, signals, inFlight } = this;
    const node = catalog.nodeOf[deployment]!;
    const slots = catalog.slotsOf[deployment]!;
    const smoothedMs = health.smoothedMs[node]!;
    return this.current.limits.violatedBy(health.status[node]!, smoothedMs, inFlight[node]!, signals.inSystem(node), slots, of);
  }

  /** The composite's score of a deployment that the class knows, for a request with the prompt. O(policies + blocks matched), no allocation. */
  total(of: RequestClass, deployment: DeploymentIndex, { blocks, blockCount }: Prompt): number {
    const { current, signals } = this;
    const node = this.catalog.nodeOf[deployment]!;
    return current.total(
      this.health.status[node]!,
      this.health.smoothedMs[node]!,
      this.inFlight[node]!,
      current.readsReported ? signals.inSystem(node) : 0,
      this.catalog.slotsOf[deployment]!,
      current.readsPrompt ? cacheShare(signals.matched(node, blocks, blockCount), blockCount) : 0,
      of.row,
      this.catalog.profileOf[deployment]! * current.leaves.length,
    );
  }

  /** The same facts as `total` reads, as an object for the policies' slow doors. */
  facts(of: RequestClass, deployment: DeploymentIndex, { blocks, blockCount }: Prompt): Facts {
    const node = this.catalog.nodeOf[deployment]!;
    const { region, price, gpu } = this.catalog.profileAt(deployment);
    return {
      health: HEALTH_STATES[this.health.status[node]!]!,
      smoothedLatencyMs: this.health.smoothedMs[node]!,
      inFlight: this.inFlight[node]!,
      reported: this.signals.inSystem(node),
      slots: this.catalog.slotsOf[deployment]!,
      region,
      price,
      gpu,
      privacy: of.privacy,
      costTolerance: of.costTolerance,
      roundTripMs: of.origin === null ? null : of.roundTripMs(of.origin, region),
      maxLatencyMs: of.maxLatencyMs,
      minThroughput: of.minThroughput,
      preferGpu: of.preferGpu,
      promptBlocks: blockCount,
      matchedBlocks: this.signals.matched(node, blocks, blockCount),
    };
  }
}
