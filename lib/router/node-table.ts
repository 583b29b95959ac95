import type { NodeIndex } from '@/lib/fleet/ids';
import { Changes } from './changes';

/** Gives every node id an index, in order of first mention. Shared by catalog, health and breaker; ids are never forgotten. */
export class NodeTable {
  /** Of the nodes' state, wherever it is kept. */
  readonly changes = new Changes();
  private readonly indexes = new Map<string, NodeIndex>();
  private readonly ids: string[] = [];

  get size(): number {
    return this.ids.length;
  }

  /** The index of `id`, which is added when new. */
  intern(id: string): NodeIndex {
    const known = this.indexes.get(id);
    if (known !== undefined) return known;
    const index = this.ids.length;
    this.indexes.set(id, index);
    this.ids.push(id);
    return index;
  }

  /** -1 for an id that nobody has mentioned. */
  indexOf(id: string): NodeIndex {
    return this.indexes.get(id) ?? -1;
  }

  idOf(node: NodeIndex): string {
    const id = this.ids[node];
    if (id === undefined) throw new RangeError(`No node ${node} among ${this.ids.length}.`);
    return id;
  }
}
