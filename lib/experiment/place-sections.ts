/** What a report says of groups and of nodes, as tables: a row for each place, and columns that a terminal may take some of. */
import { OUTCOMES, type Outcome } from '@/lib/fleet/outcome';
import { OUTCOME_WORDS } from '@/lib/fleet/outcome-words';
import type { LatencySummary } from '@/lib/report/summary';
import { grouped } from '@/lib/scenario/words';
import type { GroupReport, NodeReport } from '@/lib/sim/report';

import { maybe, ms, percent, percentile, PERCENTILE_NAMES, PERCENTILES, price, type Cell } from './report-numbers';
import type { ReportSection } from './report-section';
import { markNotes, WITHIN } from './report-sentences';

export interface PlaceColumn<Place> {
  readonly title: string;
  /** Of words, not of numbers. */
  readonly words?: true;
  of(place: Place): Cell;
}

type Counted = Pick<NodeReport, 'attempts' | 'ok' | 'failed' | 'timedOut' | 'utilisation' | 'cost'>;

const TRAFFIC: readonly PlaceColumn<Counted>[] = [
  { title: 'answered', of: ({ ok }) => ({ text: grouped(ok) }) },
  { title: 'failed', of: ({ failed }) => ({ text: grouped(failed) }) },
  { title: 'timed out', of: ({ timedOut }) => ({ text: grouped(timedOut) }) },
];
const ATTEMPTS: PlaceColumn<Counted> = { title: 'attempts', of: ({ attempts }) => ({ text: grouped(attempts) }) };
const BUSY: PlaceColumn<Counted> = { title: 'busy', of: ({ utilisation }) => ({ text: percent(utilisation) }) };
const COST: PlaceColumn<Counted> = { title: 'cost', of: ({ cost }) => ({ text: price(cost) }) };

const LATENCIES: readonly PlaceColumn<{ readonly latency: LatencySummary | null }>[] = [
  { title: 'mean', of: ({ latency }) => maybe(latency?.meanMs ?? null, ms) },
  ...PERCENTILES.map((name) => ({
    title: PERCENTILE_NAMES[name],
    of: ({ latency }: { readonly latency: LatencySummary | null }) => percentile(name, latency),
  })),
  { title: 'max', of: ({ latency }) => maybe(latency?.maxMs ?? null, ms) },
];

const NODE_COLUMNS: readonly PlaceColumn<NodeReport>[] = [
  { title: 'group', words: true, of: ({ group }) => ({ text: group }) },
  { title: 'region', words: true, of: ({ region }) => ({ text: region }) },
  ATTEMPTS,
  { title: 'share', of: ({ share }) => ({ text: percent(share) }) },
  ...TRAFFIC,
  BUSY,
  { title: 'mean queue', of: ({ meanQueue }) => ({ text: meanQueue.toFixed(2) }) },
  { title: 'mean on the node', of: ({ meanInSystem }) => ({ text: meanInSystem.toFixed(2) }) },
  { title: 'trips', of: ({ breakerTrips }) => ({ text: grouped(breakerTrips) }) },
  { title: 'up', of: ({ upFraction }) => ({ text: percent(upFraction) }) },
];

const GROUP_COLUMNS: readonly PlaceColumn<GroupReport>[] = [
  { title: 'nodes', of: ({ nodes }) => ({ text: grouped(nodes) }) },
  ATTEMPTS,
  ...TRAFFIC,
  BUSY,
  ...LATENCIES,
  COST,
];

const OF_ATTEMPTS = `counts and latencies of attempts, from departure to answer; ${WITHIN}`;
const BUSY_MEANS = 'busy: share of its slots, over time; cost: relative price × busy slot hours';

export function groupSection(groups: readonly GroupReport[]): ReportSection {
  return placeSection(
    { id: 'groups', title: 'Groups of nodes', notes: [OF_ATTEMPTS, BUSY_MEANS] },
    { title: 'group', of: ({ group }) => group },
    GROUP_COLUMNS,
    groups,
  );
}

/** Kinds of failure that no attempt met have no column, nor has latency where the fleet is told by groups alone. */
export function nodeSection(nodes: readonly NodeReport[]): ReportSection {
  const kinds = OUTCOMES.filter((outcome) => outcome !== 'ok' && nodes.some(({ byOutcome }) => byOutcome[outcome] > 0));
  const told = nodes.some(({ latency }) => latency !== null);
  return placeSection(
    {
      id: 'nodes',
      title: 'Nodes',
      notes: [told ? OF_ATTEMPTS : 'counts of attempts; of a fleet this large latencies are kept by group alone', BUSY_MEANS],
    },
    { title: 'node', of: ({ node }) => node },
    [...NODE_COLUMNS, ...(told ? LATENCIES : []), COST, ...kinds.map(kindColumn)],
    nodes,
  );
}

function kindColumn(outcome: Outcome): PlaceColumn<NodeReport> {
  return { title: OUTCOME_WORDS[outcome], of: ({ byOutcome }) => ({ text: grouped(byOutcome[outcome]) }) };
}

function placeSection<Place>(
  about: Pick<ReportSection, 'id' | 'title' | 'notes'>,
  name: { readonly title: string; of(place: NoInfer<Place>): string },
  columns: readonly PlaceColumn<NoInfer<Place>>[],
  places: readonly Place[],
): ReportSection {
  const rows = places.map((place) => ({ title: name.of(place), cells: columns.map(({ of }) => of(place)) }));
  return {
    ...about,
    notes: [...about.notes, ...markNotes(rows)],
    columns: [{ title: name.title, words: true }, ...columns.map(({ title, words }) => (words ? { title, words } : { title }))],
    rows,
  };
}
