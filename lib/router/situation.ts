import { BREAKER_CODE, HEALTH_CODE, HEALTH_STATES } from '@/lib/fleet/snapshot';
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import type { CircuitBreaker } from './breaker';
import type { ModelCatalog } from './catalog';
import type { HealthChecker } from './health';
import type { Composite } from './policies/composite';
import type { Facts } from './policies/policy';
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
    this.fit();
  }

  get composite(): Composite {
    return this.current;
  }

  set composite(composite: Composite) {
    this.current = composite;
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

  /** Whether the breaker lets ordinary requests pass: closed, or half-open where half-open admits everyone. Looks only. */
  breakerAdmits(node: NodeIndex): boolean {
    const code = this.breaker.codes[node];
    return code === BREAKER_CODE.closed || (code === BREAKER_CODE['half-open'] && this.breaker.settings.probes === null);
  }

  /** Whether it is a candidate in the reference's sense: ready, the breaker lets pass and the node is not unhealthy. */
  isCandidate(deployment: DeploymentIndex): boolean {
    return this.catalog.isReady(deployment) && this.passes(this.catalog.nodeOf[deployment]!);
  }

  /** Whether a deployment that the class accepts may be picked now: a candidate, and fast enough for the policies. */
  mayTake(deployment: DeploymentIndex): boolean {
    return this.catalog.isReady(deployment) && this.takes(this.catalog.nodeOf[deployment]!);
  }

  /** `mayTake` of the node's deployments that are ready. */
  takes(node: NodeIndex): boolean {
    return this.passes(node) && this.health.smoothedMs[node]! <= this.current.maxLatencyMs;
  }

  private passes(node: NodeIndex): boolean {
    return this.breakerAdmits(node) && this.health.status[node] !== HEALTH_CODE.unhealthy;
  }

  /** The composite's score of a deployment that the class knows. O(policies), no allocation. */
  total(of: RequestClass, deployment: DeploymentIndex): number {
    const node = this.catalog.nodeOf[deployment]!;
    return this.current.total(
      this.health.status[node]!,
      this.health.smoothedMs[node]!,
      this.inFlight[node]!,
      this.catalog.slotsOf[deployment]!,
      of.row,
      this.catalog.profileOf[deployment]! * this.current.leaves.length,
    );
  }

  /** The same facts as `total` reads, as an object for the policies' slow doors. */
  facts(of: RequestClass, deployment: DeploymentIndex): Facts {
    const node = this.catalog.nodeOf[deployment]!;
    const region = this.catalog.regionIdOf(deployment);
    return {
      health: HEALTH_STATES[this.health.status[node]!]!,
      smoothedLatencyMs: this.health.smoothedMs[node]!,
      inFlight: this.inFlight[node]!,
      slots: this.catalog.slotsOf[deployment]!,
      region,
      privacy: of.privacy,
      costTolerance: of.costTolerance,
      roundTripMs: of.origin === null ? null : of.roundTripMs(of.origin, region),
    };
  }
}
