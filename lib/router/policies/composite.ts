/**
 * The composite: weighted scores added up in list order, divided by the number of policies (not by the weights), nested
 * composites the same. Kept as a short program over parallel arrays, so that scoring a deployment is one loop without calls:
 * terms that depend on the request and the profile alone come from a row that the request class has computed before.
 * The order of additions is the reference's, so totals are equal to the last bit.
 */
import { HEALTH_CODE } from '@/lib/fleet/snapshot';
import { cacheShare } from './cache';
import { HEALTH_SHARES } from './health';
import { latencyShare } from './latency';
import { loadShare } from './load';
import { predictedMs } from './max-latency';
import { NodeLimits } from './node-limits';
import type { Facts, Reads } from './policy';
import { isHard, policyOf, weightOf, type LeafPolicy, type PolicyKind, type PolicySettings } from './table';
import { FULL_PER_S, throughputPerS, throughputShare } from './throughput';

const OP = {
  request: 0,
  health: 1,
  latency: 2,
  load: 3,
  reported: 4,
  predicted: 5,
  throughput: 6,
  prompt: 7,
  begin: 8,
  end: 9,
} as const satisfies Record<Reads | 'begin' | 'end', number>;

/** What the policies that read the request say of deployments with one profile: bits. */
export const VERDICT = { accepted: 0, rejected: 1, violatesQos: 2, violatesPrivacy: 4 } as const;

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
  /** What the filters ask of a node's state. */
  readonly limits: NodeLimits;
  /** Whether totals depend on what is in flight, on what nodes report, and on the request's own prompt. */
  readonly readsInFlight: boolean;
  readonly readsReported: boolean;
  readonly readsPrompt: boolean;
  private readonly ops: Uint8Array;
  /** Leaf index, or the number of members of the composite that ends. */
  private readonly args: Int32Array;
  /** By leaf; 1 for a policy without a weight. */
  private readonly weights: Float64Array;
  /** By leaf: where its share reaches 0, or 1. */
  private readonly ends: Float64Array;
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
          ops.push(OP[policyOf(member).reads(member)]);
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
    this.ends = Float64Array.from(leaves, ({ policy }) => endOf(policy));
    this.limits = new NodeLimits(leaves.map(({ policy }) => policy));
    const reads = new Set(leaves.map(({ policy }) => policyOf(policy).reads(policy)));
    this.readsInFlight = reads.has('load') || reads.has('predicted');
    this.readsReported = reads.has('reported');
    this.readsPrompt = reads.has('prompt');
    this.sums = new Float64Array(deepest + 2);
  }

  /**
   * `row[base + leaf]` holds what `writeRow` has written; `reported` is read where `readsReported`, `inFlight` where `readsInFlight`,
   * `cached` (the share of the prompt that the node has) where `readsPrompt`. O(policies).
   */
  total(
    health: number,
    smoothedMs: number,
    inFlight: number,
    reported: number,
    slots: number,
    cached: number,
    row: Float64Array,
    base: number,
  ): number {
    const { ops, args, weights, ends, sums } = this;
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
          sum += latencyShare(smoothedMs, ends[arg]!) * weights[arg]!;
          break;
        case OP.load:
          sum += loadShare(inFlight, slots, ends[arg]!) * weights[arg]!;
          break;
        case OP.reported:
          sum += loadShare(reported, slots, ends[arg]!) * weights[arg]!;
          break;
        case OP.predicted:
          sum += latencyShare(predictedMs(smoothedMs, inFlight, slots), row[base + arg]!) * weights[arg]!;
          break;
        case OP.throughput:
          sum += throughputShare(throughputPerS(slots, smoothedMs), ends[arg]!) * weights[arg]!;
          break;
        case OP.prompt:
          sum += cached * weights[arg]!;
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
    const { smoothedLatencyMs, inFlight, reported, slots, matchedBlocks, promptBlocks } = facts;
    const cached = cacheShare(matchedBlocks, promptBlocks);
    return this.total(HEALTH_CODE[facts.health], smoothedLatencyMs, inFlight, reported, slots, cached, row, 0);
  }

  /**
   * What the request brings to each leaf, written to `row[base...]`: the weighted score of a term that reads the request alone, the bound
   * that a predicted latency is held against, 0 for the others.
   */
  writeRow(facts: Facts, row: Float64Array, base: number): void {
    this.leaves.forEach(({ policy }, leaf) => {
      const reads = policyOf(policy).reads(policy);
      if (reads === 'request') row[base + leaf] = policyOf(policy).share(policy, facts) * this.weights[leaf]!;
      else row[base + leaf] = reads === 'predicted' ? facts.maxLatencyMs : 0;
    });
  }

  /** What the policies that read the request say: 0, or `VERDICT` bits. */
  verdict(facts: Facts): number {
    let verdict: number = VERDICT.accepted;
    for (const { policy } of this.leaves) {
      if (policyOf(policy).reads(policy) !== 'request' || policyOf(policy).accepts(policy, facts)) continue;
      if (!isHard(policy)) verdict |= VERDICT.rejected;
      else verdict |= policy.kind === 'privacy' ? VERDICT.violatesPrivacy : VERDICT.violatesQos;
    }
    return verdict;
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
  return weightOf(policy) === null ? policy : { ...policy, weight };
}

function endOf(policy: LeafPolicy): number {
  switch (policy.kind) {
    case 'latency':
      return policy.maxLatencyMs;
    case 'load':
      return policy.fullAt;
    case 'throughput':
      return policy.fullPerS ?? FULL_PER_S;
    default:
      return 0;
  }
}
