import type { Brand } from '@/lib/base/brand';

export type NodeId = Brand<string, 'NodeId'>;
export type RegionId = Brand<string, 'RegionId'>;
export type GroupId = Brand<string, 'GroupId'>;

/** Position of a deployment in the catalog, in order of registration. Ties break towards the lower one. */
export type DeploymentIndex = number;
/** Position of a node among all nodes ever named to the router. */
export type NodeIndex = number;

/** Deterministic order of text: by code unit, never by locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The id of the `ordinal`-th node (from 1) of a group of `count`: `eu-west-07`; two digits or more. */
export function nodeIdOf(group: string, ordinal: number, count: number): NodeId {
  return `${group}-${String(ordinal).padStart(Math.max(2, String(count).length), '0')}` as NodeId;
}
