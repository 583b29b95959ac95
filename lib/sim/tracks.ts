/**
 * Columns over time of every class and of every node, on the run's grid; of every group instead where nodes times bins come to more than
 * `MOST_CELLS`, so that all columns together stay below 8 MB. Bin-major: `column[bin * rows + row]`, so that what has passed is a prefix. Counts are of
 * all requests, warm-up included, as in the run's series.
 */
import { OUTCOME_CODE } from '@/lib/fleet/outcome';
import type { Grid } from '@/lib/report/grid';
import type { ClassPercentiles } from '@/lib/report/series';

import { ACCOUNT, FINAL, NODE_ACCOUNT, type Totals } from './totals';

/** 500 nodes at the grid's 400 bins. */
const MOST_CELLS = 200_000;

const CLASS_COLUMNS = ['offered', 'completed', 'lost', 'latencySumMs'] as const;
const PLACE_COLUMNS = ['attempts', 'ok', 'bad', 'busy', 'queued'] as const;
/** The first of the columns of places, as a node's account has them. */
const COUNTED = [NODE_ACCOUNT.attempts, NODE_ACCOUNT.outcomes + OUTCOME_CODE.ok, NODE_ACCOUNT.bad] as const;
export type ClassColumn = (typeof CLASS_COLUMNS)[number];
export type PlaceColumn = (typeof PLACE_COLUMNS)[number];

/** What is on the nodes now, by node. */
export interface Load {
  busy(node: number): number;
  queued(node: number): number;
}

export interface TracksState {
  readonly bin: number;
  readonly classes: readonly Float64Array[];
  readonly places: readonly Float32Array[];
  readonly seenOfClasses: Float64Array;
  readonly seenOfNodes: Float64Array;
}

/** Finished bins of one class, node or group, by column. */
export interface Track<Column extends string> {
  readonly id: string;
  readonly columns: Readonly<Record<Column, Float64Array>>;
}

/** Counts of classes and places. */
export interface Counts {
  readonly binMs: number;
  readonly bins: number;
  readonly classes: readonly Track<ClassColumn>[];
  readonly places: readonly Track<PlaceColumn>[];
  readonly placesAre: 'nodes' | 'groups';
}

/** Counts, and the percentiles of classes over the trailing window of `windowMs`. */
export interface TracksNow extends Omit<Counts, 'classes'> {
  readonly windowMs: number;
  readonly classes: readonly Track<ClassColumn | keyof ClassPercentiles>[];
}

export class Tracks {
  /** What is on the nodes; set before anything is heard. */
  load: Load = { busy: () => 0, queued: () => 0 };
  private bin = 0;
  private readonly grid: Grid;
  private readonly classIds: readonly string[];
  private readonly placeIds: readonly string[];
  private readonly perNode: boolean;
  /** By node: its row among the places. */
  private readonly placeOf: Int32Array;
  /** By place: all nodes of a group are in one region. */
  private readonly regionOfPlace: Int32Array;
  /** What of the totals stands in closed bins: four numbers of each class, three of each node. */
  private readonly seenOfClasses: Float64Array;
  private readonly seenOfNodes: Float64Array;
  private readonly classes: Record<ClassColumn, Float64Array>;
  private readonly places: Record<PlaceColumn, Float32Array>;

  /** `nodes` in the order of the run. */
  constructor(
    grid: Grid,
    classIds: readonly string[],
    regionIds: readonly string[],
    nodes: readonly { readonly node: string; readonly group: string; readonly region: string }[],
  ) {
    this.grid = grid;
    this.classIds = classIds;
    this.perNode = nodes.length * grid.bins <= MOST_CELLS;
    this.placeIds = this.perNode ? nodes.map(({ node }) => node) : [...new Set(nodes.map(({ group }) => group))];
    const place = new Map(this.placeIds.map((id, i) => [id, i]));
    this.placeOf = Int32Array.from(nodes, ({ node, group }) => place.get(this.perNode ? node : group)!);
    this.classes = columnsOf(CLASS_COLUMNS, () => new Float64Array(grid.bins * classIds.length));
    this.regionOfPlace = new Int32Array(this.placeIds.length);
    nodes.forEach(({ region }, node) => (this.regionOfPlace[this.placeOf[node]!] = regionIds.indexOf(region)));
    this.seenOfClasses = new Float64Array(CLASS_COLUMNS.length * classIds.length);
    this.seenOfNodes = new Float64Array(COUNTED.length * nodes.length);
    // A bin never holds as many as a float32 would round: 2^24.
    this.places = columnsOf(PLACE_COLUMNS, () => new Float32Array(grid.bins * this.placeIds.length));
  }

  /** What the totals have counted since the last bin closed belongs to the open bin. O(classes + nodes). */
  gather(totals: Totals): void {
    const { seenOfClasses, seenOfNodes, placeOf } = this;
    if (this.bin >= this.grid.bins) return;
    const classes = this.classIds.length;
    for (let c = 0; c < classes; c++) {
      const ended = totals.ofAll(c, FINAL.refused) + totals.ofAll(c, FINAL.failed) + totals.ofAll(c, FINAL.timedOut);
      const now = [totals.ofAll(c, ACCOUNT.arrived), totals.ofAll(c, FINAL.finished), ended, totals.ofAll(c, ACCOUNT.latencyMs)];
      CLASS_COLUMNS.forEach((name, i) => {
        const seen = CLASS_COLUMNS.length * c + i;
        this.classes[name][this.bin * classes + c]! += now[i]! - seenOfClasses[seen]!;
        seenOfClasses[seen] = now[i]!;
      });
    }
    const from = this.bin * this.placeIds.length;
    for (let i = 0; i < COUNTED.length; i++) {
      const column = this.places[PLACE_COLUMNS[i]!];
      const counted = COUNTED[i]!;
      for (let node = 0; node < placeOf.length; node++) {
        const now = totals.onNode(node, counted);
        const seen = COUNTED.length * node + i;
        if (now === seenOfNodes[seen]) continue;
        column[from + placeOf[node]!]! += now - seenOfNodes[seen]!;
        seenOfNodes[seen] = now;
      }
    }
  }

  /** Of all classes in a bin that has been gathered. */
  ofClasses(name: ClassColumn, bin: number): number {
    let sum = 0;
    const classes = this.classIds.length;
    for (let c = 0; c < classes; c++) sum += this.classes[name][bin * classes + c]!;
    return sum;
  }

  /** Adds a bin's attempts to their regions' columns, there. */
  addAttempts(bin: number, regions: readonly Float64Array[]): void {
    const from = bin * this.placeIds.length;
    this.regionOfPlace.forEach((region, place) => (regions[region]![bin]! += this.places.attempts[from + place]!));
  }

  /** Every bin before this one has closed; nothing has changed on the nodes since the first of them did. O(nodes) a bin. */
  moveTo(bin: number): void {
    const { load } = this;
    for (; this.bin < bin; this.bin++) {
      const from = this.bin * this.placeIds.length;
      for (let node = 0; node < this.placeOf.length; node++) {
        const at = from + this.placeOf[node]!;
        this.places.busy[at]! += load.busy(node);
        this.places.queued[at]! += load.queued(node);
      }
    }
  }

  now(): Counts {
    const pick = (column: ArrayLike<number>, rows: number, row: number): Float64Array =>
      Float64Array.from({ length: this.bin }, (_, bin) => column[bin * rows + row]!);
    return {
      binMs: this.grid.binMs,
      bins: this.bin,
      classes: this.classIds.map((id, row) => ({
        id,
        columns: columnsOf(CLASS_COLUMNS, (name) => pick(this.classes[name], this.classIds.length, row)),
      })),
      places: this.placeIds.map((id, row) => ({
        id,
        columns: columnsOf(PLACE_COLUMNS, (name) => pick(this.places[name], this.placeIds.length, row)),
      })),
      placesAre: this.perNode ? 'nodes' : 'groups',
    };
  }

  save(): TracksState {
    const bins = Math.min(this.bin + 1, this.grid.bins);
    return {
      bin: this.bin,
      classes: CLASS_COLUMNS.map((name) => this.classes[name].slice(0, bins * this.classIds.length)),
      places: PLACE_COLUMNS.map((name) => this.places[name].slice(0, bins * this.placeIds.length)),
      seenOfClasses: this.seenOfClasses.slice(),
      seenOfNodes: this.seenOfNodes.slice(),
    };
  }

  restore(state: TracksState): void {
    this.bin = state.bin;
    this.seenOfClasses.set(state.seenOfClasses);
    this.seenOfNodes.set(state.seenOfNodes);
    CLASS_COLUMNS.forEach((name, i) => this.classes[name].fill(0).set(state.classes[i]!));
    PLACE_COLUMNS.forEach((name, i) => this.places[name].fill(0).set(state.places[i]!));
  }
}

function columnsOf<Name extends string, Column>(names: readonly Name[], of: (name: Name) => Column): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Column>;
}
