import { DEPLOYMENT_CODE, DEPLOYMENT_STATUSES, type DeploymentStatus } from '@/lib/fleet/deployment';
import type { Capability } from '@/lib/fleet/model';
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import { NodeTable } from './node-table';

interface Model {
  readonly id: string;
  readonly capabilities: readonly Capability[];
  readonly deployments: DeploymentIndex[];
}

/** What a deployment's node is, apart from its name. */
export interface DeploymentFacts {
  /** Requests that the node serves at once; at least 1. */
  readonly slots: number;
  /** Relative share of traffic for strategies that weigh nodes; above 0. */
  readonly weight: number;
  /** Relative price of the node itself, 0 to 1; null: its region's. */
  readonly price: number | null;
  readonly gpu: boolean;
}

/** Of a deployment registered without facts; the reference knows none. */
export const PLAIN_FACTS: DeploymentFacts = { slots: 1, weight: 1, price: null, gpu: true };

/** What deployments have in common that a term of the composite may read: such terms are computed once for each profile. */
export interface Profile {
  readonly region: string;
  readonly price: number | null;
  readonly gpu: boolean;
}

/**
 * Which model runs on which node. A deployment's index is its place in the order of registration and is never given to
 * another, so ties broken by the lower index do not depend on who came and went. The first registration of a model fixes its
 * capabilities; a model without deployments is forgotten. Registering the same (model, node) twice makes two deployments.
 * Only a `ready` deployment may be picked. Its status is no part of what strategies derive from the catalog: a hash ring keeps the points of
 * whoever drains or is away and walks past them, so that keys come back with their node.
 */
export class ModelCatalog {
  /** Node of each deployment ever registered. */
  readonly nodeOf: NodeIndex[] = [];
  /** Index into `profiles` of each deployment. */
  readonly profileOf: number[] = [];
  /** `DeploymentFacts.slots` and `.weight` of each deployment. */
  readonly slotsOf: number[] = [];
  readonly weightOf: number[] = [];
  /** A `DEPLOYMENT_CODE` of each deployment; `setStatus` writes it. */
  readonly statusOf: number[] = [];
  /** Deployments whose status is not `ready`. */
  away = 0;
  readonly profiles: Profile[] = [];
  /** Grows with every change but that of a status; whoever keeps something derived compares it. */
  version = 0;

  readonly nodes: NodeTable;
  private readonly modelOf: string[] = [];
  private readonly profileIndexes = new Map<string, number>();
  private readonly models = new Map<string, Model>();
  private readonly byNode = new Map<NodeIndex, DeploymentIndex[]>();

  constructor(nodes: NodeTable = new NodeTable()) {
    this.nodes = nodes;
  }

  /** Facts left out are `PLAIN_FACTS`. Later registrations of a model ignore the capabilities they bring. */
  register(
    model: string,
    node: string,
    region: string,
    capabilities: readonly Capability[],
    facts: Partial<DeploymentFacts> = {},
  ): DeploymentIndex {
    const { slots, weight, price, gpu } = { ...PLAIN_FACTS, ...facts };
    if (!(slots >= 1)) throw new RangeError(`A deployment needs at least one slot; ${model} on ${node} has ${slots}.`);
    if (!(weight > 0)) throw new RangeError(`A deployment's weight must be above 0; ${model} on ${node} has ${weight}.`);
    const deployment = this.nodeOf.length;
    const index = this.nodes.intern(node);
    let entry = this.models.get(model);
    if (entry === undefined) {
      entry = { id: model, capabilities: [...capabilities], deployments: [] };
      this.models.set(model, entry);
    }
    entry.deployments.push(deployment);
    this.nodeOf.push(index);
    this.profileOf.push(this.internProfile({ region, price, gpu }));
    this.slotsOf.push(slots);
    this.weightOf.push(weight);
    this.statusOf.push(DEPLOYMENT_CODE.ready);
    this.modelOf.push(model);
    const others = this.byNode.get(index);
    if (others === undefined) this.byNode.set(index, [deployment]);
    else others.push(deployment);
    this.version++;
    return deployment;
  }

  /** Removes all deployments of `node` from `model`. Unknown names have no effect. */
  deregister(model: string, node: string): void {
    const entry = this.models.get(model);
    const index = this.nodes.indexOf(node);
    if (entry === undefined || index === -1) return;
    const kept = entry.deployments.filter((d) => this.nodeOf[d] !== index);
    if (kept.length === entry.deployments.length) return;
    for (const deployment of entry.deployments) if (this.nodeOf[deployment] === index) this.setStatus(deployment, 'removed');
    const left = this.deploymentsOn(index).filter((d) => this.modelOf[d] !== model);
    this.byNode.set(index, left);
    if (kept.length === 0) this.models.delete(model);
    else entry.deployments.splice(0, entry.deployments.length, ...kept);
    this.version++;
  }

  isReady(deployment: DeploymentIndex): boolean {
    return this.statusOf[deployment] === DEPLOYMENT_CODE.ready;
  }

  status(deployment: DeploymentIndex): DeploymentStatus {
    const code = this.statusOf[deployment];
    if (code === undefined) throw new RangeError(`No deployment ${deployment} among ${this.size}.`);
    return DEPLOYMENT_STATUSES[code]!;
  }

  /** Takes effect at the next request. O(1). */
  setStatus(deployment: DeploymentIndex, status: DeploymentStatus): void {
    const before = this.status(deployment);
    if (before === status) return;
    this.statusOf[deployment] = DEPLOYMENT_CODE[status];
    if (before === 'ready') this.away++;
    else if (status === 'ready') this.away--;
    this.nodes.changes.note(this.nodeOf[deployment]!);
  }

  /** Of the deployment on the node that is nearest to taking requests; `removed` for a node without any. */
  nodeStatus(node: NodeIndex): DeploymentStatus {
    let nearest: number = DEPLOYMENT_CODE.removed;
    for (const deployment of this.deploymentsOn(node)) nearest = Math.min(nearest, this.statusOf[deployment]!);
    return DEPLOYMENT_STATUSES[nearest]!;
  }

  /** The status of every deployment, by index. */
  saveStatuses(): Uint8Array {
    return Uint8Array.from(this.statusOf);
  }

  /** Expects the very deployments that were there when it was saved. */
  restoreStatuses(codes: Uint8Array): void {
    codes.forEach((code, deployment) => this.setStatus(deployment, DEPLOYMENT_STATUSES[code]!));
  }

  /** Every index below this one has been given out. */
  get size(): number {
    return this.nodeOf.length;
  }

  /** Deployments whose model has the capability, by registration. O(deployments). */
  serving(capability: Capability): Int32Array {
    const found: DeploymentIndex[] = [];
    for (const model of this.models.values()) {
      if (model.capabilities.includes(capability)) found.push(...model.deployments);
    }
    return Int32Array.from(found).sort();
  }

  /** All deployments that exist now, by registration. */
  deployments(): Int32Array {
    const all: DeploymentIndex[] = [];
    for (const model of this.models.values()) all.push(...model.deployments);
    return Int32Array.from(all).sort();
  }

  /** By registration. */
  deploymentsOn(node: NodeIndex): readonly DeploymentIndex[] {
    return this.byNode.get(node) ?? [];
  }

  nodeIdOf(deployment: DeploymentIndex): string {
    const node = this.nodeOf[deployment];
    if (node === undefined) throw new RangeError(`No deployment ${deployment} among ${this.size}.`);
    return this.nodes.idOf(node);
  }

  regionIdOf(deployment: DeploymentIndex): string {
    return this.profileAt(deployment).region;
  }

  profileAt(deployment: DeploymentIndex): Profile {
    return this.profiles[this.profileOf[deployment]!]!;
  }

  modelIdOf(deployment: DeploymentIndex): string {
    return this.modelOf[deployment]!;
  }

  private internProfile(profile: Profile): number {
    const name = `${profile.price} ${profile.gpu} ${profile.region}`;
    let index = this.profileIndexes.get(name);
    if (index === undefined) {
      index = this.profiles.push(profile) - 1;
      this.profileIndexes.set(name, index);
    }
    return index;
  }
}
