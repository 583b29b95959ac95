/**
 * Columns over time of every class and of every node, on the run's grid; of every group instead where nodes times bins come to more than
 * `MOST_CELLS`, so that all columns together stay below 8 MB. Bin-major: `column[bin * rows + row]`, so that what has passed is a prefix. Counts are of
 * all requests, warm-up included, as in the run's series.
 */
import type { Grid } from '@/lib/report/grid';

/** 500 nodes at the grid's 400 bins. */
const MOST_CELLS = 200_000;

const CLASS_COLUMNS = ['offered', 'completed', 'lost', 'latencySumMs'] as const;
const PLACE_COLUMNS = ['attempts', 'ok', 'bad', 'busy', 'queued'] as const;
export type ClassColumn = (typeof CLASS_COLUMNS)[number];
export type PlaceColumn = (typeof PLACE_COLUMNS)[number];

/** What is on the nodes now, by node. */
export interface Load {
  readonly busy: Int32Array;
  readonly queued: Int32Array;
}

export interface TracksState {
  readonly bin: number;
  readonly classes: readonly Float64Array[];
  readonly places: readonly Float32Array[];
}

/** Finished bins of one class, node or group, by column. */
export interface Track<Column extends string> {
  readonly id: string;
  readonly columns: Readonly<Record<Column, Float64Array>>;
}

export interface TracksNow {
  readonly binMs: number;
  readonly bins: number;
  readonly classes: readonly Track<ClassColumn>[];
  readonly places: readonly Track<PlaceColumn>[];
  readonly placesAre: 'nodes' | 'groups';
}

export class Tracks {
  /** What is on the nodes; set before anything is heard. */
  load: Load = { busy: new Int32Array(0), queued: new Int32Array(0) };
  private bin = 0;
  private readonly grid: Grid;
  private readonly classIds: readonly string[];
  private readonly placeIds: readonly string[];
  private readonly perNode: boolean;
  /** By node: its row among the places. */
  private readonly placeOf: Int32Array;
  private readonly classes: Record<ClassColumn, Float64Array>;
  private readonly places: Record<PlaceColumn, Float32Array>;

  /** `nodes` in the order of the run. */
  constructor(grid: Grid, classIds: readonly string[], nodes: readonly { readonly node: string; readonly group: string }[]) {
    this.grid = grid;
    this.classIds = classIds;
    this.perNode = nodes.length * grid.bins <= MOST_CELLS;
    this.placeIds = this.perNode ? nodes.map(({ node }) => node) : [...new Set(nodes.map(({ group }) => group))];
    const place = new Map(this.placeIds.map((id, i) => [id, i]));
    this.placeOf = Int32Array.from(nodes, ({ node, group }) => place.get(this.perNode ? node : group)!);
    this.classes = columnsOf(CLASS_COLUMNS, () => new Float64Array(grid.bins * classIds.length));
    // A bin never holds as many as a float32 would round: 2^24.
    this.places = columnsOf(PLACE_COLUMNS, () => new Float32Array(grid.bins * this.placeIds.length));
  }

  offered(classIndex: number): void {
    this.classes.offered[this.bin * this.classIds.length + classIndex]!++;
  }
  completed(classIndex: number, latencyMs: number): void {
    const at = this.bin * this.classIds.length + classIndex;
    this.classes.completed[at]!++;
    this.classes.latencySumMs[at]! += latencyMs;
  }
  lost(classIndex: number): void {
    this.classes.lost[this.bin * this.classIds.length + classIndex]!++;
  }
  attempted(node: number): void {
    this.places.attempts[this.bin * this.placeIds.length + this.placeOf[node]!]!++;
  }
  /** `bad`: neither answered nor cancelled. */
  attemptEnded(node: number, kind: 'ok' | 'bad'): void {
    this.places[kind][this.bin * this.placeIds.length + this.placeOf[node]!]!++;
  }

  /** Every bin before this one has closed; nothing has changed on the nodes since the first of them did. O(nodes) a bin. */
  moveTo(bin: number): void {
    const { busy, queued } = this.load;
    for (; this.bin < bin; this.bin++) {
      const from = this.bin * this.placeIds.length;
      for (let node = 0; node < this.placeOf.length; node++) {
        const at = from + this.placeOf[node]!;
        this.places.busy[at]! += busy[node]!;
        this.places.queued[at]! += queued[node]!;
      }
    }
  }

  now(): TracksNow {
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
    };
  }

  restore(state: TracksState): void {
    this.bin = state.bin;
    CLASS_COLUMNS.forEach((name, i) => this.classes[name].fill(0).set(state.classes[i]!));
    PLACE_COLUMNS.forEach((name, i) => this.places[name].fill(0).set(state.places[i]!));
  }
}

function columnsOf<Name extends string, Column>(names: readonly Name[], of: (name: Name) => Column): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Column>;
}
