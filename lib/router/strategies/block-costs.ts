/**
 * What a request would cost on each member of a pool, in blocks of KV cache, from what the nodes last said. A node that does not say its
 * blocks counts as the mean of those that do, so that it is neither sought nor shunned for its silence. Derived for one question; the
 * buffers are kept for the next.
 */
import type { Pool } from '../pool';
import { matchedAt } from './matched';

export interface CostWeights {
  /** Blocks off the prefill for each cached block of the prompt, at least 0. */
  readonly overlapCredit: number;
  /** Weight of the prefill beside the decoding blocks, at least 0. */
  readonly prefillScale: number;
  /** How fast the credit fades with prefill blocks above the least loaded node's, counted in prompts; at least 0. */
  readonly overlapDecay: number;
  /** Blocks that a request in flight counts for, at least 0. */
  readonly activeRequestWeight: number;
}

/** What a node and a prompt cost, all in blocks but for `requests`. `excess`: prefill blocks above the least of all nodes asked. */
export function costOf(
  of: CostWeights,
  prompt: number,
  cached: number,
  prefill: number,
  excess: number,
  decode: number,
  requests: number,
): number {
  const fading = prompt === 0 ? 1 : 1 / (1 + (of.overlapDecay * excess) / prompt);
  const overlap = of.overlapCredit * fading * cached;
  return of.prefillScale * Math.max(prefill + prompt - overlap, 0) + decode + of.activeRequestWeight * requests;
}

export class BlockCosts {
  /** By place of the pool that was asked about last. */
  costs = new Float64Array(64);
  private readonly weights: CostWeights;
  /** Of a node that does not say. */
  private usualPrefill = 0;
  private usualDecode = 0;
  private leastPrefill = 0;

  constructor(weights: CostWeights) {
    this.weights = weights;
  }

  /** Costs of all places of a settled pool. O(places), and the matches. */
  reckon(pool: Pool): void {
    if (this.costs.length < pool.size) this.costs = new Float64Array(2 * pool.size);
    this.survey(pool);
    for (let place = 0; place < pool.size; place++) {
      const prefill = this.prefill(pool, place);
      this.costs[place] = costOf(
        this.weights,
        pool.blockCount,
        matchedAt(pool, place),
        prefill,
        prefill - this.leastPrefill,
        this.decode(pool, place),
        pool.inFlight(place),
      );
    }
  }

  /** The place with the lowest cost but one, ties by registration; -1 when there is none. */
  cheapest(pool: Pool, but = -1): number {
    let found = -1;
    for (let place = 0; place < pool.size; place++) {
      if (place !== but && (found === -1 || this.costs[place]! < this.costs[found]!)) found = place;
    }
    return found;
  }

  /** The cost of a place with all that it is made of, for sentences. */
  bill(pool: Pool, place: number): string {
    const { overlapCredit, prefillScale, overlapDecay, activeRequestWeight } = this.weights;
    const { signals } = pool.situation;
    const node = nodeAt(pool, place);
    const prefill = this.prefill(pool, place);
    const usual = (said: boolean): string => (said ? '' : ' (not said; the mean of those that say it)');
    const credit = overlapCredit === 1 ? '' : ` × ${overlapCredit}`;
    const above =
      overlapDecay === 0 ? '' : ` (faded, as it has ${inBlocks(prefill - this.leastPrefill)} more to fill than the least)`;
    const fill =
      `${inBlocks(prefill)} to fill${usual(signals.says(node, 'prefill-blocks'))} + ${pool.blockCount} of the prompt` +
      ` - ${matchedAt(pool, place)} cached${credit}${above}`;
    const scaled = prefillScale === 1 ? fill : `${prefillScale} × (${fill})`;
    const decode = `${inBlocks(this.decode(pool, place))} decoding${usual(signals.says(node, 'decode-blocks'))}`;
    const requests = activeRequestWeight === 0 ? '' : ` + ${activeRequestWeight} × ${pool.inFlight(place)} in flight`;
    return `${pool.nodeId(place)}: ${scaled} + ${decode}${requests} = ${inBlocks(this.costs[place]!)} blocks`;
  }

  private survey(pool: Pool): void {
    const { signals } = pool.situation;
    let prefillSum = 0;
    let prefillSaid = 0;
    let decodeSum = 0;
    let decodeSaid = 0;
    let least = Infinity;
    for (let place = 0; place < pool.size; place++) {
      const prefill = signals.prefillBlocks(nodeAt(pool, place));
      const decode = signals.decodeBlocks(nodeAt(pool, place));
      if (!Number.isNaN(prefill)) {
        prefillSum += prefill;
        prefillSaid++;
        if (prefill < least) least = prefill;
      }
      if (!Number.isNaN(decode)) {
        decodeSum += decode;
        decodeSaid++;
      }
    }
    this.usualPrefill = prefillSaid === 0 ? 0 : prefillSum / prefillSaid;
    this.usualDecode = decodeSaid === 0 ? 0 : decodeSum / decodeSaid;
    this.leastPrefill = prefillSaid === 0 ? 0 : least;
  }

  private prefill(pool: Pool, place: number): number {
    const blocks = pool.situation.signals.prefillBlocks(nodeAt(pool, place));
    return Number.isNaN(blocks) ? this.usualPrefill : blocks;
  }

  private decode(pool: Pool, place: number): number {
    const blocks = pool.situation.signals.decodeBlocks(nodeAt(pool, place));
    return Number.isNaN(blocks) ? this.usualDecode : blocks;
  }
}

function nodeAt(pool: Pool, place: number): number {
  return pool.catalog.nodeOf[pool.at(place)]!;
}

/** With at most one decimal. */
export function inBlocks(count: number): string {
  return String(Number(count.toFixed(1)));
}
