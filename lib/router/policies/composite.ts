/**
 * The composite: weighted scores added up in list order, divided by the number of policies (not by the weights), nested
 * composites the same. Kept as a short program over parallel arrays, so that scoring a deployment is one loop without calls:
 * terms that depend on the request and the region alone come from a row that the request class has computed before.
 * The order of additions is the reference's, so totals are equal to the last bit.
 */
import { HEALTH_CODE } from '@/lib/fleet/snapshot';
import { HEALTH_SHARES } from './health';
import { latencyShare } from './latency';
import { loadShare } from './load';
import type { Facts } from './policy';
import { policyOf, weightOf, type LeafPolicy, type PolicyKind, type PolicySettings } from './table';

const OP = { request: 0, health: 1, latency: 2, load: 3, begin: 4, end: 5 } as const;

/** A leaf of the tree. `scale` is the product of 1 / count over the composites around it. */
export interface Leaf {
  readonly policy: LeafPolicy;
  readonly scale: number;
}

export class Composite {
  readonly policies: readonly PolicySettings[];
  readonly leaves: readonly Leaf[];
  /** What empty composites inside add to every total. */
  readonly constant: number;
  /** Deployments with a higher smoothed latency are refused. */
  readonly maxLatencyMs: number;
  /** Whether totals depend on what is in flight. */
  readonly readsLoad: boolean;
  private readonly ops: Uint8Array;
  /** Leaf index, or the number of members of the composite that ends. */
  private readonly args: Int32Array;
  /** By leaf; 1 for a policy without a weight. */
  private readonly weights: Float64Array;
  /** By leaf: `maxLatencyMs` or `fullAt`. */
  private readonly limits: Float64Array;
  private readonly sums: Float64Array;

  constructor(policies: readonly PolicySettings[]) {
    const leaves: Leaf[] = [];
    const ops: number[] = [];
    const args: number[] = [];
    let deepest = 0;
    let constant = policies.length === 0 ? 1 : 0;
    const walk = (members: readonly PolicySettings[], outer: number, depth: number): void => {
      deepest = Math.max(deepest, depth);
      const scale = outer / members.length;
      for (const member of members) {
        if (member.kind === 'composite') {
          ops.push(OP.begin);
          args.push(0);
          if (member.policies.length === 0) constant += scale;
          else walk(member.policies, scale, depth + 1);
          ops.push(OP.end);
          args.push(member.policies.length);
        } else {
          ops.push(OP[policyOf(member).reads]);
          args.push(leaves.push({ policy: member, scale }) - 1);
        }
      }
    };
    walk(policies, 1, 0);
    this.policies = policies;
    this.leaves = leaves;
    this.constant = constant;
    this.ops = Uint8Array.from(ops);
    this.args = Int32Array.from(args);
    this.weights = Float64Array.from(leaves, ({ policy }) => weightOf(policy) ?? 1);
    this.limits = Float64Array.from(leaves, ({ policy }) =>
      policy.kind === 'latency' ? policy.maxLatencyMs : policy.kind === 'load' ? policy.fullAt : 0,
    );
    this.maxLatencyMs = leaves.reduce(
      (least, { policy }) => (policy.kind === 'latency' ? Math.min(least, policy.maxLatencyMs) : least),
      Infinity,
    );
    this.readsLoad = leaves.some(({ policy }) => policyOf(policy).reads === 'load');
    this.sums = new Float64Array(deepest + 2);
  }

  /** `row[base + leaf]` holds the weighted scores of the terms that read the request. O(policies). */
  total(health: number, smoothedMs: number, inFlight: number, slots: number, row: Float64Array, base: number): number {
    const { ops, args, weights, limits, sums } = this;
    let sum = 0;
    let depth = 0;
    for (let i = 0; i < ops.length; i++) {
      const arg = args[i]!;
      switch (ops[i]) {
        case OP.request:
          sum += row[base + arg]!;
          break;
        case OP.health:
          sum += HEALTH_SHARES[health]! * weights[arg]!;
          break;
        case OP.latency:
          sum += latencyShare(smoothedMs, limits[arg]!) * weights[arg]!;
          break;
        case OP.load:
          sum += loadShare(inFlight, slots, limits[arg]!) * weights[arg]!;
          break;
        case OP.begin:
          sums[depth++] = sum;
          sum = 0;
          break;
        default:
          sum = sums[--depth]! + (arg === 0 ? 1 : sum / arg);
      }
    }
    return this.policies.length === 0 ? 1 : sum / this.policies.length;
  }

  /** `total` from an object of facts. O(policies), allocates. */
  totalOf(facts: Facts): number {
    const row = new Float64Array(this.leaves.length);
    this.writeRow(facts, row, 0);
    return this.total(HEALTH_CODE[facts.health], facts.smoothedLatencyMs, facts.inFlight, facts.slots, row, 0);
  }

  /** Weighted scores of the terms that read the request, by leaf (0 for the others), written to `row[base...]`. */
  writeRow(facts: Facts, row: Float64Array, base: number): void {
    this.leaves.forEach(({ policy }, leaf) => {
      const { reads } = policyOf(policy);
      row[base + leaf] = reads === 'request' ? policyOf(policy).share(policy, facts) * this.weights[leaf]! : 0;
    });
  }

  /** Whether every policy that reads the request accepts. */
  acceptsRequest(facts: Facts): boolean {
    return this.leaves.every(({ policy }) => policyOf(policy).reads !== 'request' || policyOf(policy).accepts(policy, facts));
  }

  /** The same tree with another weight at one leaf. */
  withLeafWeight(leaf: number, weight: number): Composite {
    let seen = 0;
    return new Composite(mapLeaves(this.policies, (policy) => (seen++ === leaf ? reweighted(policy, weight) : policy)));
  }

  /** The same tree with another weight at every policy of a kind. */
  withWeight(kind: PolicyKind, weight: number): Composite {
    return new Composite(mapLeaves(this.policies, (policy) => (policy.kind === kind ? reweighted(policy, weight) : policy)));
  }
}

function mapLeaves(list: readonly PolicySettings[], change: (leaf: LeafPolicy) => LeafPolicy): readonly PolicySettings[] {
  return list.map((policy) =>
    policy.kind === 'composite' ? { kind: 'composite', policies: mapLeaves(policy.policies, change) } : change(policy),
  );
}

function reweighted(policy: LeafPolicy, weight: number): LeafPolicy {
  return policy.kind === 'privacy' ? policy : { ...policy, weight };
}
