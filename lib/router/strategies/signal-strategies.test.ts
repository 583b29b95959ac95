import { describe, expect, it } from 'vitest';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import type { NodeSnapshot } from '@/lib/fleet/snapshot';
import { aimed, load, nameOf, requestFor, send, smallFleet, trip, type SmallFleet } from '../small-fleet.fixture';
import { costOf } from './block-costs';
import { softmaxShares } from './kv-cost';
import { scorers } from './scorers/table';
import { signalsNeeded, strategies, type StrategyId, type StrategySettings } from './table';
import { usualSettings } from './usual-settings.fixture';

type SettingsOf<Id extends StrategyId> = Extract<StrategySettings, { id: Id }>;

const CACHE: SettingsOf<'prefix-cache'> = { id: 'prefix-cache', matchFraction: 0.3, balanceAbs: 64, balanceRel: 1.5 };
const COST: SettingsOf<'kv-cost'> = {
  id: 'kv-cost',
  overlapCredit: 1,
  prefillScale: 1,
  temperature: 0,
  overlapDecay: 0,
  activeRequestWeight: 0,
};
const SUM: SettingsOf<'scorer-sum'> = {
  id: 'scorer-sum',
  scorers: [
    { kind: 'queue', weight: 2 },
    { kind: 'kv-cache', weight: 2 },
    { kind: 'prefix', weight: 3 },
  ],
  picker: 'max-score',
  sessionTtlMs: 300_000,
};
const SILENT: NodeSnapshot = {
  queued: 0,
  running: 0,
  kvUsedFraction: null,
  prefillBlocks: null,
  decodeBlocks: null,
  cachedBlocks: null,
};

const blocksTo = (length: number): number[] => Array.from({ length }, (_, i) => 500 + i);

/** Nodes `a`, `b`, ... that have said so much. */
function fleetThatSays(strategy: StrategySettings, said: readonly Partial<NodeSnapshot>[]): SmallFleet {
  const fleet = smallFleet([...'abcdefgh'.slice(0, said.length)], { config: { strategy } });
  said.forEach((one, node) => fleet.router.signals.report(node, { ...SILENT, ...one }, 1));
  return fleet;
}

/** The receipt of a prompt of so many blocks, in few words. */
function asked({ router }: SmallFleet, prompt: number, session = 's'): { node: string; why: string; steps: string[] } {
  const request = requestFor('r', { session, promptBlocks: blocksTo(prompt) });
  const { decision, steps } = router.explainRequest(request, 10, aimed());
  if (decision.kind === 'refused') throw new Error(decision.error.kind);
  const { target, reasoning } = decision.decision;
  return { node: target.node, why: reasoning, steps: steps.map(({ label, value }) => `${label}: ${value}`) };
}

describe('prefix-cache', () => {
  const cached = (...lengths: number[]): Partial<NodeSnapshot>[] =>
    lengths.map((length) => ({ cachedBlocks: new Set(blocksTo(length)) }));

  it('goes where most of the prompt is cached, though others are idler', () => {
    const fleet = fleetThatSays(CACHE, cached(4, 12, 0));
    load(fleet, 1, 3);
    expect(asked(fleet, 16)).toEqual({
      node: 'b',
      why: 'b has 12 of 16 blocks cached (75.0 % of the prompt), and none of 3 eligible nodes has more.',
      steps: [
        'in flight: 0 to 3, in balance',
        'picked: b: 12 of 16 blocks cached, 3 in flight',
        'runner-up: a: 4 of 16 blocks cached, 0 in flight',
      ],
    });
  });

  it('takes the less loaded of equal matches, then the first registered', () => {
    const fleet = fleetThatSays(CACHE, cached(8, 8, 8));
    load(fleet, 0, 1);
    expect(asked(fleet, 8).node).toBe('b');
    load(fleet, 1, 1);
    load(fleet, 2, 1);
    expect(asked(fleet, 8).node).toBe('a');
  });

  it('takes the least loaded where no match exceeds its share of the prompt', () => {
    const fleet = fleetThatSays(CACHE, cached(3, 0));
    load(fleet, 0, 1);
    // 3 of 10 is not above 0.3; 3 of 9 is.
    expect(asked(fleet, 10)).toMatchObject({
      node: 'b',
      why: 'b has the fewest requests in flight of 2 eligible nodes (0), and no node has more than 30 % of the prompt cached.',
    });
    expect(asked(fleet, 9).node).toBe('a');
    expect(asked(fleet, 0).why).toBe(
      'b has the fewest requests in flight of 2 eligible nodes (0), and the request says nothing of its prompt.',
    );
  });

  it('lets the cache have no say once loads differ by more than both bounds', () => {
    const fleet = fleetThatSays(CACHE, cached(10, 0));
    load(fleet, 0, 64);
    expect(asked(fleet, 10).node).toBe('a');
    load(fleet, 0, 1);
    expect(asked(fleet, 10)).toMatchObject({
      node: 'b',
      why: 'b has the fewest requests in flight of 2 eligible nodes (0), and loads up to 65 are too far apart for the cache to have a say.',
    });
    // 195 is 65 more than 130, but not more than 1.5 times 130; one more is.
    load(fleet, 1, 130);
    load(fleet, 0, 130);
    expect(asked(fleet, 10).node).toBe('a');
    load(fleet, 0, 1);
    expect(asked(fleet, 10).node).toBe('b');
  });
});

describe('kv-cost', () => {
  it('costs what the reference document says', () => {
    expect(costOf(COST, 64, 48, 100, 80, 300, 9)).toBe(416);
    expect(costOf(COST, 64, 0, 20, 0, 280, 0)).toBe(364);
  });

  it('takes the cheaper node despite the other one’s cache, and says what each costs', () => {
    const fleet = fleetThatSays(COST, [
      { prefillBlocks: 100, decodeBlocks: 300, cachedBlocks: new Set(blocksTo(48)) },
      { prefillBlocks: 20, decodeBlocks: 280, cachedBlocks: new Set() },
    ]);
    expect(asked(fleet, 64)).toEqual({
      node: 'b',
      why: 'b costs least of 2 eligible nodes, 364 blocks; a is next with 416.',
      steps: [
        'picked: b: 20 to fill + 64 of the prompt - 0 cached + 280 decoding = 364 blocks',
        'runner-up: a: 100 to fill + 64 of the prompt - 48 cached + 300 decoding = 416 blocks',
      ],
    });
  });

  it('scales the prefill, fades the credit with the backlog and counts requests in flight', () => {
    const of = { ...COST, overlapCredit: 2, prefillScale: 0.5, overlapDecay: 0.25, activeRequestWeight: 3 };
    // The credit of 2 falls to 2 / (1 + 0.25 x 40 / 10) = 1: 0.5 x (50 + 10 - 8) + 7 + 3 x 4.
    expect(costOf(of, 10, 8, 50, 40, 7, 4)).toBe(45);
    // A credit beyond the prefill is lost.
    expect(costOf(of, 10, 8, 2, 0, 7, 0)).toBe(7);
    expect(costOf(of, 0, 0, 6, 5, 0, 0)).toBe(3);
  });

  it('takes a node that does not say its blocks as the mean of those that do', () => {
    const say = { prefillBlocks: 0, decodeBlocks: 10 };
    const fleet = fleetThatSays(COST, [{ ...say, decodeBlocks: 30 }, {}, say]);
    expect(asked(fleet, 4).node).toBe('c');
    load(fleet, 2, 1);
    trip(fleet, 2, 5);
    const { node, steps } = asked(fleet, 4);
    // With c out, b counts as a, the only one that says anything: 30.
    expect(node).toBe('a');
    expect(steps[1]).toBe(
      'runner-up: b: 0 to fill (not said; the mean of those that say it) + 4 of the prompt - 0 cached + 30 decoding (not said; the mean of those that say it) = 34 blocks',
    );
  });

  it('draws by the softmax of costs between the cheapest and the dearest', () => {
    const shares = (temperature: number): string[] => {
      const into = new Float64Array(3);
      softmaxShares(Float64Array.of(10, 12, 20), 3, temperature, into);
      const sum = into.reduce((a, b) => a + b);
      return [...into].map((share) => (share / sum).toFixed(4));
    };
    expect(shares(0.1)).toEqual(['0.8808', '0.1192', '0.0000']);
    expect(shares(0.5)).toEqual(['0.5538', '0.3712', '0.0750']);
    expect(shares(1)).toEqual(['0.4573', '0.3744', '0.1682']);
    const equal = new Float64Array(2);
    softmaxShares(Float64Array.of(7, 7), 2, 0.1, equal);
    expect([...equal]).toEqual([1, 1]);
  });

  it('draws as often as that', () => {
    const fleet = fleetThatSays(
      { ...COST, temperature: 0.5 },
      [10, 12, 20].map((decodeBlocks) => ({ decodeBlocks, prefillBlocks: 0 })),
    );
    expectShares(fleet, [0.5538, 0.3712, 0.075]);
    expect(asked(fleet, 0).why).toMatch(
      /^The draw fell on [abc], which costs \d+ blocks and has \d+\.\d % of the chances of 3 eligible nodes\.$/,
    );
  });
});

describe('scorer-sum', () => {
  const said = [
    { queued: 0, kvUsedFraction: 0.2, cachedBlocks: new Set(blocksTo(0)) },
    { queued: 3, kvUsedFraction: 0.5, cachedBlocks: new Set(blocksTo(4)) },
    { queued: 12, kvUsedFraction: 0.9, cachedBlocks: new Set(blocksTo(8)) },
  ];

  it('adds up what the reference document says, and names the runner-up', () => {
    const fleet = fleetThatSays(SUM, said);
    const into = new Float64Array(3);
    scorers.queue.score(settled(fleet), -1, into);
    expect([...into]).toEqual([1, 0.75, 0]);
    expect(asked(fleet, 8)).toEqual({
      node: 'b',
      why: 'b has the highest score of 3 eligible nodes (4.000), before a with 3.600.',
      steps: [
        'picked: b: queue 0.750 × 2 (3 queued) + kv-cache 0.500 × 2 (50 % of the KV cache in use) + prefix 0.500 × 3 (4 of 8 blocks cached) = 4.000',
        'runner-up: a: queue 1.000 × 2 (0 queued) + kv-cache 0.800 × 2 (20 % of the KV cache in use) + prefix 0.000 × 3 (0 of 8 blocks cached) = 3.600',
      ],
    });
    // Without the best two: 0 + 0.2 + 3.
    trip(fleet, 0, 5);
    trip(fleet, 1, 5);
    expect(asked(fleet, 8).steps[0]).toContain('= 5.200');
    expect(asked(fleet, 8).node).toBe('c');
  });

  it('scores every scorer within 0 and 1, and all alike 1 where a count is the same everywhere', () => {
    const fleet = fleetThatSays(SUM, [
      { queued: 4, running: 2 },
      { queued: 4, running: 6 },
      { queued: 4, running: 3 },
    ]);
    const into = new Float64Array(3);
    scorers.queue.score(settled(fleet), -1, into);
    expect([...into]).toEqual([1, 1, 1]);
    scorers.running.score(settled(fleet), -1, into);
    expect([...into]).toEqual([1, 0, 0.75]);
    scorers['kv-cache'].score(settled(fleet), -1, into);
    expect([...into]).toEqual([0.5, 0.5, 0.5]);
    scorers.prefix.score(settled(fleet), -1, into);
    expect([...into]).toEqual([0, 0, 0]);
    scorers.session.score(settled(fleet), 2, into);
    expect([...into]).toEqual([0, 0, 1]);
  });

  it('draws by the sums with the other picker, and evenly where all are 0', () => {
    const fleet = fleetThatSays({ ...SUM, scorers: [{ kind: 'kv-cache', weight: 5 }], picker: 'weighted-random' }, said);
    expectShares(fleet, [0.8 / 1.4, 0.5 / 1.4, 0.1 / 1.4]);
    expectShares(fleetThatSays({ ...SUM, scorers: [{ kind: 'prefix', weight: 1 }], picker: 'weighted-random' }, said), [
      1 / 3,
      1 / 3,
      1 / 3,
    ]);
  });

  it('keeps a session where it went last, until it has been silent for too long', () => {
    const sticky: StrategySettings = {
      ...SUM,
      scorers: [
        { kind: 'running', weight: 1 },
        { kind: 'session', weight: 2 },
      ],
      sessionTtlMs: 1_000,
    };
    const fleet = fleetThatSays(sticky, [{ running: 5 }, { running: 1 }, { running: 5 }]);
    const where = (key: number, nowMs: number): string | null => nameOf(fleet, send(fleet, nowMs, 1, { key }));
    expect(where(9, 10)).toBe('b');
    fleet.router.signals.report(1, { ...SILENT, running: 9 }, 20);
    expect(where(9, 1_010)).toBe('b');
    expect(where(8, 1_010)).toBe('a');
    // Its node is out: it goes on elsewhere, and stays there.
    trip(fleet, 1, 1_500);
    expect(where(9, 1_600)).toBe('a');
    fleet.router.signals.report(0, { ...SILENT, running: 9 }, 1_600);
    expect(where(9, 2_600)).toBe('a');
    expect(where(9, 3_600.5)).toBe('c');
  });

  it('explains a pick without remembering it', () => {
    const fleet = fleetThatSays({ ...SUM, scorers: [{ kind: 'session', weight: 1 }] }, [{}, {}]);
    send(fleet, 10, 1, { key: 5 });
    const before = fleet.router.save();
    const { steps } = fleet.router.explain({ ...fleet.query, key: 5 }, 20, aimed());
    expect(steps[0]!.value).toBe('a: session 1.000 × 1 (has the session) = 1.000');
    fleet.router.explain({ ...fleet.query, key: 6 }, 20, aimed());
    expect(fleet.router.save().memories).toEqual(before.memories);
    expect(before.memories[0]!.memory).toEqual([5, 0, 10]);
  });
});

describe('what strategies need', () => {
  it('is nothing for those that live on the router’s own knowledge, and something for those that ask engines', () => {
    const needing = (Object.keys(strategies) as StrategyId[]).filter((id) => signalsNeeded(usualSettings(id)[0]!).length > 0);
    expect(needing).toEqual(['prequal', 'prefix-cache', 'kv-cost', 'scorer-sum']);
  });

  it('is what the settings make use of', () => {
    expect(signalsNeeded(CACHE)).toEqual(['cached-blocks']);
    expect(signalsNeeded(COST)).toEqual(['prefill-blocks', 'decode-blocks', 'cached-blocks']);
    expect(signalsNeeded({ ...COST, overlapCredit: 0 })).toEqual(['prefill-blocks', 'decode-blocks']);
    expect(signalsNeeded({ ...COST, prefillScale: 0 })).toEqual(['decode-blocks']);
    expect(signalsNeeded(SUM)).toEqual(['queued', 'kv-used', 'cached-blocks']);
    const some = [
      { kind: 'running', weight: 1 },
      { kind: 'prefix', weight: 0 },
      { kind: 'session', weight: 4 },
    ] as const;
    expect(signalsNeeded({ ...SUM, scorers: some })).toEqual(['running']);
  });
});

function settled({ router }: SmallFleet): ReturnType<SmallFleet['router']['poolFor']> {
  const pool = router.poolFor(requestFor('r', { promptBlocks: [] }), 10);
  pool.settle();
  return pool;
}

/** Chi-square of 20,000 draws with 2 degrees of freedom: above 27.7 with a probability of 1e-6. */
function expectShares(fleet: SmallFleet, shares: readonly number[]): void {
  const draws = 20_000;
  const picks = new Float64Array(shares.length);
  const chance = new CounterStream(3);
  const result = { deployment: -1, error: 0 as const, probe: false, epoch: 0 };
  for (let i = 0; i < draws; i++) {
    fleet.router.route(fleet.query, 10, chance.aim(SUBSYSTEM.routing, i), result);
    picks[result.deployment]!++;
  }
  const chiSquare = shares.reduce((sum, share, i) => sum + (picks[i]! - draws * share) ** 2 / (draws * share), 0);
  expect(chiSquare).toBeLessThan(27.7);
}
