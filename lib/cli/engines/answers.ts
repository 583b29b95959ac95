/**
 * What an engine is asked, bundled once and run as it is in each of them: all presets, the scenarios that come along as documents, and
 * a million results of lib/base. Knows neither Node nor a browser.
 */
import { hashString } from '@/lib/base/hash';
import { mixedResultsDigest } from '@/lib/base/mixed-results.fixture';
import { parseScenario } from '@/lib/scenario/parse';
import { preset, PRESETS } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';
import { simulate } from '@/lib/sim/simulate';

export interface Question {
  readonly mixedResults: number;
  readonly scenarios: readonly { readonly id: string; readonly document: unknown }[];
}

export interface RunAnswer {
  readonly id: string;
  readonly digest: string;
  readonly trafficHash: string;
  readonly events: number;
  /** Hash of the whole report as JSON text, quantiles and series included. */
  readonly report: string;
}

export interface Answers {
  readonly mixedResults: string;
  /** The presets, then the question's scenarios, in order. */
  readonly runs: readonly RunAnswer[];
}

const REPORT_SEEDS = [0x5c3ea710, 0x2b7e1516] as const;

/** Throws on a document that is no scenario. */
export function answers(question: Question): Answers {
  return {
    mixedResults: mixedResultsDigest(question.mixedResults),
    runs: [
      ...PRESETS.map(({ id }) => runAnswer(id, preset(id)!)),
      ...question.scenarios.map(({ id, document }) => {
        const parsed = parseScenario(document);
        if (!parsed.ok) throw new Error(`${id}: ${parsed.problems[0]!.message}`);
        return runAnswer(id, parsed.value);
      }),
    ],
  };
}

function runAnswer(id: string, scenario: Scenario): RunAnswer {
  const report = simulate(scenario);
  const text = JSON.stringify(report);
  const hash = REPORT_SEEDS.map((seed) => hashString(text, seed).toString(16).padStart(8, '0')).join('');
  return { id, digest: report.digest, trafficHash: report.trafficHash, events: report.events, report: hash };
}
