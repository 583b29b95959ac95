/** Maglev tables: how even, what changes when servers leave, and the worked example of the paper. The tables are the strategy's own. */
import { z } from 'zod';

import { hashString } from '@/lib/base/hash';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { fail, ok, type Problem, type Result } from '@/lib/base/result';
import { ModelCatalog } from '@/lib/router/catalog';
import { maglevTable, permutedSlots } from '@/lib/router/strategies/maglev-table';
import { LIMITS } from '@/lib/scenario/limits';
import { isPrime } from '@/lib/scenario/schema/router';

import type { TheoryCase } from './case-file';
import type { Effort } from './effort';
import { alwaysPossible, nothingMore, tooManySteps, type Ask, type Check, type Prepared, type Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { leadingAgreement, sequenceCheck } from './sequences';
import { metricIn, needs, statesNoMore } from './statements';

const size = z.int().min(2).max(LIMITS.tableSize).refine(isPrime, 'must be a prime number');
const backends = z.int().min(1).max(LIMITS.nodes);
const evenSchema = z.strictObject({ backends, table_size: size });
const leavingSchema = z.strictObject({ backends, table_size: size, removed: z.int().min(1) });
const exampleSchema = z.strictObject({
  table_size: size,
  offset_skip: z.record(z.string(), z.tuple([z.int().min(0), z.int().min(1)])),
});

const METRICS = ['max_entries_over_mean', 'changed_fraction', 'sequence'];

export function maglevCases(theCase: TheoryCase): Result<Prepared> {
  const wrong = metricIn(theCase, METRICS);
  if (wrong !== null) return fail(wrong);
  switch (theCase.metric) {
    case 'max_entries_over_mean':
      return even(theCase);
    case 'changed_fraction':
      return leaving(theCase);
    default:
      return example(theCase);
  }
}

const ENTRIES = /^entries per backend in \{(\d+(?:, \d+)*)\}$/;

function even(theCase: TheoryCase): Result<Prepared> {
  const { id } = theCase;
  const parsed = evenSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { backends, table_size: slots } = parsed.data;
  const wrong = statesNoMore(theCase, ['invariant']) ?? tooFew(id, backends, slots);
  if (wrong !== null) return fail(wrong);
  let check: Check = nothingMore;
  if (theCase.invariant !== null) {
    const allowed = ENTRIES.exec(theCase.invariant)?.[1]?.split(', ').map(Number);
    if (allowed === undefined) {
      return fail(
        caseProblem(id, 'invariant', theCase.invariant, 'must read "entries per backend in {65, 66}", with any numbers'),
      );
    }
    check = ({ lists }) => {
      const others = (lists?.['entries'] ?? []).filter((entries) => !allowed.includes(Number(entries)));
      return others.length === 0 ? [] : [`some backends own ${others.join(', ')} entries, not ${allowed.join(' or ')}`];
    };
  }
  const key = JSON.stringify({ maglev: 'even', backends, slots });
  return ok({
    experiment: { key, files: [], tooMuch: alwaysPossible, run: () => evenTable(backends, slots, hashString(key)) },
    check,
  });
}

function tooFew(id: string, backends: number, slots: number): Problem | null {
  return backends <= slots ? null : caseProblem(id, 'model.table_size', slots, `must be at least the ${backends} backends`);
}

function catalogOf(backends: number, seed: number, table: number): ModelCatalog {
  const catalog = new ModelCatalog();
  for (let i = 0; i < backends; i++) catalog.register('m', nameOf(seed, table, i), 'here', ['generate']);
  return catalog;
}

function nameOf(seed: number, table: number, i: number): string {
  return `table-${seed}-${table}-backend-${i}`;
}

function evenTable(backends: number, slots: number, seed: number): Readings {
  const table = maglevTable(catalogOf(backends, seed, 0), slots);
  const entries = new Float64Array(backends);
  for (let slot = 0; slot < table.length; slot++) entries[table.at(slot)]!++;
  const most = entries.reduce((a, b) => Math.max(a, b), 0);
  const different = [...new Set(entries)].sort((a, b) => a - b);
  return { values: { max_entries_over_mean: (most * backends) / slots }, lists: { entries: different } };
}

function leaving(theCase: TheoryCase): Result<Prepared> {
  const { id } = theCase;
  const parsed = leavingSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { backends, table_size: slots, removed } = parsed.data;
  const wrong = needs(theCase, ['tables']) ?? statesNoMore(theCase, []) ?? tooFew(id, backends, slots);
  if (wrong !== null) return fail(wrong);
  if (removed >= backends) return fail(caseProblem(id, 'model.removed', removed, `must be fewer than the ${backends} backends`));
  const key = JSON.stringify({ maglev: 'leaving', backends, slots, removed });
  const run = (ask: Ask): Readings => changed(backends, slots, removed, hashString(key), ask);
  const tooMuch = ({ tables }: Effort): string | null => tooManySteps(tables * (slots + backends));
  return ok({ experiment: { key, files: [], tooMuch, run }, check: nothingMore });
}

function changed(backends: number, slots: number, removed: number, seed: number, { effort, onProgress }: Ask): Readings {
  const chance = new CounterStream(seed);
  let changes = 0;
  for (let t = 0; t < effort.tables; t++) {
    const catalog = catalogOf(backends, seed, t);
    const before = maglevTable(catalog, slots);
    chance.aim(SUBSYSTEM.experiment, t);
    const there = Array.from({ length: backends }, (_, i) => i);
    for (let i = 0; i < removed; i++) {
      const [gone] = there.splice(chance.nextBelow(there.length), 1);
      catalog.deregister('m', nameOf(seed, t, gone!));
    }
    const after = maglevTable(catalog, slots);
    for (let slot = 0; slot < slots; slot++) if (before.at(slot) !== after.at(slot)) changes++;
    onProgress((t + 1) / effort.tables);
  }
  return { values: { changed_fraction: changes / (effort.tables * slots) } };
}

function example(theCase: TheoryCase): Result<Prepared> {
  const { id } = theCase;
  const parsed = exampleSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { table_size: slots, offset_skip: permutations } = parsed.data;
  const names = Object.keys(permutations);
  const wrong = statesNoMore(theCase, ['expectedSequence', 'sequenceAfterLeaving']) ?? tooFew(id, names.length, slots);
  if (wrong !== null) return fail(wrong);
  const { expectedSequence, sequenceAfterLeaving: after } = theCase;
  const still = names.find((name) => permutations[name]![1] % slots === 0);
  if (still !== undefined) {
    const rule = `must have a skip that is no multiple of the table's size, ${slots}`;
    return fail(caseProblem(id, `model.offset_skip.${still}`, permutations[still]![1], rule));
  }
  if (expectedSequence === null) return fail(caseProblem(id, 'expected_sequence', undefined, 'is required: who holds each slot'));
  if (after !== null && !names.includes(after.who)) {
    const key = `expected_sequence_after_${after.who}_leaves`;
    return fail(caseProblem(id, key, after.who, `must be one of the backends, ${names.join(', ')}`));
  }
  const table = (of: readonly string[]): string[] => {
    const offsets = of.map((name) => permutations[name]![0] % slots);
    const skips = of.map((name) => permutations[name]![1]);
    return [...permutedSlots(slots, offsets, skips)].map((place) => of[place]!);
  };
  const run = (): Readings => {
    const sequence = table(names);
    const left = after === null ? [] : table(names.filter((name) => name !== after.who));
    return { values: { sequence: leadingAgreement(sequence, expectedSequence) }, lists: { sequence, after: left } };
  };
  const check: Check = (readings) => [
    ...sequenceCheck('sequence', expectedSequence, readings),
    ...(after === null ? [] : sequenceCheck('after', after.sequence, readings)),
  ];
  // The agreement with what the case expects is part of the readings, so it is part of the key.
  const key = JSON.stringify({ maglev: 'example', slots, permutations: Object.entries(permutations), expectedSequence, after });
  return ok({ experiment: { key, files: [], tooMuch: alwaysPossible, run }, check });
}
