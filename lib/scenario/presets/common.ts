import type { ScenarioInput } from '../schema';

/** A scenario that ships with the product. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** A question that operators really ask. */
  readonly question: string;
  /** One sentence on what to look for, true in every run of its test. */
  readonly lookFor: string;
  readonly scenario: ScenarioInput;
}

/** Round trips are of the order that public clouds publish between these regions. */
export const FOUR_REGIONS = {
  regions: [{ id: 'us-east' }, { id: 'us-west' }, { id: 'eu-west' }, { id: 'ap-south' }],
  network: {
    localMs: 2,
    roundTrips: [
      { from: 'us-east', to: 'us-west', ms: 62 },
      { from: 'us-east', to: 'eu-west', ms: 78 },
      { from: 'us-east', to: 'ap-south', ms: 190 },
      { from: 'us-west', to: 'eu-west', ms: 136 },
      { from: 'us-west', to: 'ap-south', ms: 220 },
      { from: 'eu-west', to: 'ap-south', ms: 115 },
    ],
  },
  models: [{ id: 'chat', capabilities: ['generate'] }],
} as const satisfies Partial<ScenarioInput>;

export const COUNTS = { 'us-east': 3, 'us-west': 2, 'eu-west': 3, 'ap-south': 2 } as const;

/** One group per region, under the region's name. */
export function fleet(of: {
  readonly counts: Readonly<Record<keyof typeof COUNTS, number>>;
  readonly slots: number;
  readonly apSouthSpeed?: number;
}): ScenarioInput['groups'] {
  return FOUR_REGIONS.regions.map(({ id }) => ({
    id,
    region: id,
    count: of.counts[id],
    models: ['chat'],
    engine: { kind: 'slots', slots: of.slots, speed: id === 'ap-south' ? (of.apSouthSpeed ?? 1) : 1 },
  }));
}

/** Ten nodes of 8 slots, ap-south at speed 0.8: about 192 requests of 400 ms each second. */
export const TEN_NODES = fleet({ counts: COUNTS, slots: 8, apSouthSpeed: 0.8 });

/** Short answers: lognormal, mean 400 ms, from all four regions. */
export function users(ratePerS: number): ScenarioInput['workload'] {
  return [
    {
      id: 'users',
      origins: [
        { region: 'us-east', weight: 40 },
        { region: 'us-west', weight: 20 },
        { region: 'eu-west', weight: 30 },
        { region: 'ap-south', weight: 10 },
      ],
      arrivals: { kind: 'poisson', ratePerS },
      service: { kind: 'lognormal', meanMs: 400, cv: 0.5 },
    },
  ];
}
