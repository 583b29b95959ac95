import type { Capability } from '@/lib/fleet/model';
import { privacyRank, type PrivacyLevel } from '@/lib/fleet/request';
import { VERDICT } from './policies/composite';
import type { ModelCatalog } from './catalog';
import { isOutside, MEMBERSHIP, type RequestClass, type RoundTrips } from './request-class';
import type { Situation } from './situation';

export interface RequestClassKey {
  readonly capability: Capability;
  readonly origin?: string | undefined;
  readonly privacy: PrivacyLevel;
  readonly costTolerance: number;
  /** Left out: no bound. */
  readonly maxLatencyMs?: number | undefined;
  readonly minThroughput?: number | undefined;
  /** Left out: true. */
  readonly preferGpu?: boolean | undefined;
  /** Left out or empty: whichever. */
  readonly regions?: readonly string[] | undefined;
  readonly models?: readonly string[] | undefined;
}

/** Gives each distinct class an index, for good. */
export class RequestClasses {
  private readonly indexes = new Map<string, number>();
  private readonly classes: RequestClass[] = [];
  private readonly situation: Situation;
  private readonly roundTripMs: RoundTrips;

  constructor(situation: Situation, roundTripMs: RoundTrips) {
    this.situation = situation;
    this.roundTripMs = roundTripMs;
  }

  intern(of: RequestClassKey): number {
    const { maxLatencyMs = Infinity, minThroughput = 0, preferGpu = true } = of;
    const qos = `${of.privacy} ${of.costTolerance} ${maxLatencyMs} ${minThroughput} ${preferGpu}`;
    const open = `${qos} ${of.origin === undefined ? 0 : 1} ${of.capability.length} ${of.capability}${of.origin ?? ''}`;
    const { regions = [], models = [] } = of;
    const asked = regions.length + models.length > 0;
    const name = asked ? `${open} ${JSON.stringify([regions, models])}` : open;
    const known = this.indexes.get(name);
    if (known !== undefined) return known;
    const index = this.classes.length;
    this.indexes.set(name, index);
    this.classes.push({
      index,
      capability: of.capability,
      origin: of.origin ?? null,
      privacy: privacyRank(of.privacy),
      costTolerance: of.costTolerance,
      maxLatencyMs,
      minThroughput,
      preferGpu,
      regions,
      models,
      roundTripMs: this.roundTripMs,
      serving: new Int32Array(0),
      accepted: new Int32Array(0),
      nodes: new Int32Array(0),
      slots: new Int32Array(0),
      rowAt: new Int32Array(0),
      firstPlace: new Int32Array(0),
      nextPlace: new Int32Array(0),
      sameWeights: true,
      rated: {
        totals: new Float64Array(0),
        status: new Uint8Array(0),
        smoothedMs: new Float64Array(0),
        inFlight: new Int32Array(0),
        reported: new Int32Array(0),
      },
      outside: null,
      membership: new Uint8Array(0),
      verdicts: new Uint8Array(0),
      row: new Float64Array(0),
      version: 0,
      catalogVersion: -1,
      policyVersion: -1,
    });
    return index;
  }

  /** The class, brought up to date. O(1) unless the catalog or the policies changed, then O(deployments + profiles x policies). */
  at(index: number): RequestClass {
    const found = this.classes[index];
    if (found === undefined) throw new RangeError(`No request class ${index} among ${this.classes.length}.`);
    const { catalog, policyVersion } = this.situation;
    if (found.catalogVersion !== catalog.version || found.policyVersion !== policyVersion) this.refresh(found);
    return found;
  }

  private refresh(stale: RequestClass): void {
    const { catalog, composite, policyVersion } = this.situation;
    this.situation.fit();
    const leaves = composite.leaves.length;
    stale.row = new Float64Array(catalog.profiles.length * leaves);
    stale.verdicts = Uint8Array.from(catalog.profiles, ({ region, price, gpu }, i) => {
      const facts = {
        // A term that reads the request reads neither node nor prompt; these stand in.
        health: 'unknown' as const,
        smoothedLatencyMs: 0,
        inFlight: 0,
        reported: 0,
        slots: 1,
        region,
        price,
        gpu,
        privacy: stale.privacy,
        costTolerance: stale.costTolerance,
        maxLatencyMs: stale.maxLatencyMs,
        minThroughput: stale.minThroughput,
        preferGpu: stale.preferGpu,
        promptBlocks: 0,
        matchedBlocks: 0,
        roundTripMs: stale.origin === null ? null : stale.roundTripMs(stale.origin, region),
      };
      composite.writeRow(facts, stale.row, i * leaves);
      return composite.verdict(facts);
    });
    stale.serving = catalog.serving(stale.capability);
    stale.outside = outsideOf(stale, catalog);
    stale.accepted = stale.serving.filter(
      (d) => stale.verdicts[catalog.profileOf[d]!] === VERDICT.accepted && !isOutside(stale, d),
    );
    stale.nodes = stale.accepted.map((d) => catalog.nodeOf[d]!);
    stale.slots = stale.accepted.map((d) => catalog.slotsOf[d]!);
    stale.rowAt = stale.accepted.map((d) => catalog.profileOf[d]! * leaves);
    const places = stale.accepted.length;
    stale.firstPlace = new Int32Array(catalog.nodes.size).fill(-1);
    stale.nextPlace = new Int32Array(places).fill(-1);
    for (let place = places - 1; place >= 0; place--) {
      const node = stale.nodes[place]!;
      stale.nextPlace[place] = stale.firstPlace[node]!;
      stale.firstPlace[node] = place;
    }
    stale.sameWeights = stale.accepted.every((d) => catalog.weightOf[d] === catalog.weightOf[stale.accepted[0]!]);
    stale.rated.totals = new Float64Array(places);
    stale.rated.status = new Uint8Array(places).fill(255);
    stale.rated.smoothedMs = new Float64Array(places);
    stale.rated.inFlight = new Int32Array(places);
    stale.rated.reported = new Int32Array(places);
    stale.membership = new Uint8Array(catalog.size);
    for (const d of stale.serving) stale.membership[d] = MEMBERSHIP.serving;
    for (const d of stale.accepted) stale.membership[d] = MEMBERSHIP.accepted;
    stale.version++;
    stale.catalogVersion = catalog.version;
    stale.policyVersion = policyVersion;
  }
}

function outsideOf({ regions, models, serving }: RequestClass, catalog: ModelCatalog): Uint8Array | null {
  if (regions.length + models.length === 0) return null;
  const outside = new Uint8Array(catalog.size);
  for (const d of serving) {
    const fits =
      (regions.length === 0 || regions.includes(catalog.regionIdOf(d))) &&
      (models.length === 0 || models.includes(catalog.modelIdOf(d)));
    outside[d] = fits ? 0 : 1;
  }
  return outside;
}
