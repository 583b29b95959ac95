import type { Capability } from '@/lib/fleet/model';
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import { NodeTable } from './node-table';

interface Model {
  readonly id: string;
  readonly capabilities: readonly Capability[];
  readonly deployments: DeploymentIndex[];
}

/**
 * Which model runs on which node. A deployment's index is its place in the order of registration and is never given to
 * another, so ties broken by the lower index do not depend on who came and went. The first registration of a model fixes its
 * capabilities; a model without deployments is forgotten. Registering the same (model, node) twice makes two deployments.
 */
export class ModelCatalog {
  /** Node of each deployment ever registered. */
  readonly nodeOf: NodeIndex[] = [];
  /** Index into `regions` of each deployment. */
  readonly regionOf: number[] = [];
  /** Requests that the deployment's node serves at once; the load policy divides by it. */
  readonly slotsOf: number[] = [];
  readonly regions: string[] = [];
  /** Grows with every change; whoever keeps something derived compares it. */
  version = 0;

  readonly nodes: NodeTable;
  private readonly modelOf: string[] = [];
  private readonly models = new Map<string, Model>();
  private readonly byNode = new Map<NodeIndex, DeploymentIndex[]>();

  constructor(nodes: NodeTable = new NodeTable()) {
    this.nodes = nodes;
  }

  /** `slots` is at least 1. Later registrations of a model ignore the capabilities they bring. */
  register(model: string, node: string, region: string, capabilities: readonly Capability[], slots = 1): DeploymentIndex {
    if (!(slots >= 1)) throw new RangeError(`A deployment needs at least one slot; ${model} on ${node} has ${slots}.`);
    const deployment = this.nodeOf.length;
    const index = this.nodes.intern(node);
    let entry = this.models.get(model);
    if (entry === undefined) {
      entry = { id: model, capabilities: [...capabilities], deployments: [] };
      this.models.set(model, entry);
    }
    entry.deployments.push(deployment);
    this.nodeOf.push(index);
    this.regionOf.push(this.internRegion(region));
    this.slotsOf.push(slots);
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
    const left = this.deploymentsOn(index).filter((d) => this.modelOf[d] !== model);
    this.byNode.set(index, left);
    if (kept.length === 0) this.models.delete(model);
    else entry.deployments.splice(0, entry.deployments.length, ...kept);
    this.version++;
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
    return this.regions[this.regionOf[deployment]!]!;
  }

  modelIdOf(deployment: DeploymentIndex): string {
    return this.modelOf[deployment]!;
  }

  private internRegion(region: string): number {
    const known = this.regions.indexOf(region);
    return known !== -1 ? known : this.regions.push(region) - 1;
  }
}
