/** What clients did beyond first attempts, as counters of a run per class. */
export const CLIENT_COUNT = {
  /** Retries that the budget did not let out. */
  retriesDenied: 0,
  /** Requests given up because no service had begun in time; they are among the timed out. */
  abandoned: 1,
  /** Requests of which further copies were sent. */
  hedged: 2,
  /** Further copies sent. */
  hedges: 3,
  /** Those that were answered first. */
  hedgesWon: 4,
  /** Those that the budget did not let out. */
  hedgesDenied: 5,
  /** Attempts that run on for nobody after another was answered. */
  hedgesWasted: 6,
  /** Times that a request started over in its next stage. */
  fallbacks: 7,
} as const;
export type ClientCountKind = keyof typeof CLIENT_COUNT;
export type ClientCountIndex = (typeof CLIENT_COUNT)[ClientCountKind];

/** Of measured requests. */
export type ClientCounts = Readonly<Record<ClientCountKind, number>>;

const KINDS = Object.keys(CLIENT_COUNT) as ClientCountKind[];

export class ClientTally {
  /** `columns[class * kinds + kind]`. */
  readonly columns: Float64Array;

  constructor(classes: number) {
    this.columns = new Float64Array(classes * KINDS.length);
  }

  count(classIndex: number, kind: ClientCountIndex): void {
    this.columns[classIndex * KINDS.length + kind]!++;
  }

  of(classIndex: number): ClientCounts {
    return counts((kind) => this.columns[classIndex * KINDS.length + CLIENT_COUNT[kind]]!);
  }
}

export function addedCounts(a: ClientCounts, b: ClientCounts): ClientCounts {
  return counts((kind) => a[kind] + b[kind]);
}

function counts(of: (kind: ClientCountKind) => number): ClientCounts {
  return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Record<ClientCountKind, number>;
}
