/**
 * What a person can do in the lab, as plain functions over the two stores and one worker. Components call these and read the
 * stores; nothing else touches the worker.
 */
import { problem, type Problem, type Result } from '@/lib/base/result';
import { SEMANTICS } from '@/lib/report/semantics';
import { canonicalText } from '@/lib/scenario/canonical';
import { readFragment, writeFragment } from '@/lib/scenario/fragment';
import { decodeLink, encodeLink } from '@/lib/scenario/link';
import { parseScenario, parseScenarioText } from '@/lib/scenario/parse';
import { preset, PRESETS } from '@/lib/scenario/presets';
import { LIMITS } from '@/lib/scenario/limits';
import type { Scenario } from '@/lib/scenario/schema';
import { startRunClient, type RunClient } from '@/lib/worker/client';
import type { LifeOfRequest, LiveChange, Report, Speed } from '@/lib/worker/protocol';

import type { TrackView } from '@/components/chart/time-axis';
import { useScenario, withLive, type Source } from '@/components/scenario/scenario-store';
import { supplyTraces } from '@/components/scenario/trace-supply';

import { EMPTY_RUN, takeFrame, useRun } from './run-store';

const DECISIONS_IN_TRACE = 20_000;

let client: RunClient | null = null;

/** The one worker, for the modules beside this one. */
export function theClient(): RunClient {
  client ??= startRunClient(
    (frame) => {
      const before = useRun.getState();
      useRun.setState(takeFrame(before, frame));
      if (before.followDecisions) void followNewest();
    },
    (crash) => {
      // A dead worker answers nothing: the next call starts another.
      client = null;
      useRun.setState({ crash });
    },
  );
  return client;
}

/** Starts the worker ahead of need: it loads beside the page that wakes up. */
export function enterLab(): void {
  theClient();
}

/** Where the run stood when the page was left; null where there was none. */
let left: { readonly timeMs: number; readonly running: boolean } | null = null;
/** The fragment that was opened last: with it, or with none, the page is come back to. */
let opened = '';

/** Ends the worker and remembers where the run stood, for when the page goes away. */
export function leaveLab(): void {
  const { frame, speed, view, selectedNode } = useRun.getState();
  // A page that goes before it has come back leaves what it was to come back to.
  if (frame !== null) left = { timeMs: frame.timeMs, running: frame.state === 'running' };
  // Of a worker that is gone; and tracks are drawn from nothing until their width is known.
  useRun.setState({ ...EMPTY_RUN, speed, view, selectedNode });
  endWorkers();
}

/**
 * Takes the run up again where it stood when the page was left: it is replayed to that time, and goes on if it was going. Answers false,
 * and does nothing, where nothing was left or the address names something else.
 */
export async function comeBack(): Promise<boolean> {
  if (left === null || (location.hash !== '' && location.hash !== opened)) return false;
  const { timeMs, running } = left;
  const { loaded, live } = useScenario.getState();
  useRun.setState({ beginning: timeMs > 0 });
  if (!(await load(withLive(loaded, live)))) useRun.setState({ beginning: false });
  else {
    if (timeMs > 0) await theClient().seek(timeMs);
    if (running) await goOn();
  }
  left = null;
  return true;
}

/** Puts a scenario into the lab from another page; it is opened when the lab is. */
export function bringToLab(scenario: Scenario, source: Source): void {
  const { speed, view } = useRun.getState();
  left = null;
  useScenario.setState({ scenario, loaded: scenario, live: [], source, verdict: null, trouble: null, missing: [] });
  useRun.setState({ ...EMPTY_RUN, speed, view });
}

/** Ends the worker, so that the next call starts another. */
export function endWorkers(): void {
  stopChecking();
  client?.end();
  client = null;
}

interface OpenOptions {
  readonly source: Source;
  readonly timeMs?: number | null;
  readonly run?: boolean;
  readonly digest?: string | null;
  readonly semantics?: number | null;
  /** Leaves what was wrong with the last thing on show: for the preset that stands in for a broken link. */
  readonly keepTrouble?: boolean;
}

let loads = 0;

/**
 * Gives the worker a scenario, and the traces that it replays. Answers false when it cannot be run: where files are missing the page asks for
 * them, and the worker has nothing loaded that could run in its place. A later load goes before.
 */
async function load(scenario: Scenario): Promise<boolean> {
  const turn = ++loads;
  let missing: Awaited<ReturnType<typeof supplyTraces>> = [];
  let result = await theClient().load(scenario);
  if (!result.ok && scenario.traces.length > 0) {
    useRun.setState({ frame: null });
    missing = await supplyTraces(theClient(), scenario);
    if (turn !== loads) return false;
    if (missing.length === 0) result = await theClient().load(scenario);
    if (!result.ok && missing.length === 0) trouble('This scenario cannot be run', result.problems);
  }
  if (turn !== loads) return false;
  if (missing.length > 0 || useScenario.getState().missing.length > 0) useScenario.setState({ missing });
  return result.ok;
}

/** What was to be opened when a file was missing. */
let waiting: { readonly scenario: Scenario; readonly options: OpenOptions } | null = null;

/** A file that was missing is there now: opens what waited for it, or asks for the next. */
export async function openMissing(): Promise<void> {
  const { scenario, source } = useScenario.getState();
  const held = waiting?.scenario === scenario ? waiting : { scenario, options: { source } };
  await open(held.scenario, { ...held.options, run: true });
}

/** Loads a parsed scenario into the page and the worker. */
export async function open(scenario: Scenario, options: OpenOptions): Promise<void> {
  const { speed, view } = useRun.getState();
  left = null;
  stopChecking();
  useScenario.setState({ scenario, loaded: scenario, live: [], source: options.source, verdict: null });
  if (options.keepTrouble !== true) dismissTrouble();
  useRun.setState({ ...EMPTY_RUN, speed, view, beginning: options.run === true || options.timeMs != null });
  if (!(await load(scenario))) {
    waiting = { scenario, options };
    useRun.setState({ beginning: false });
    return;
  }
  waiting = null;
  if (options.timeMs != null) await theClient().seek(options.timeMs);
  else if (options.run === true) await goOn();
  if (options.digest != null) void verify(scenario, options.digest, options.semantics ?? null);
}

/** Opens what the fragment of the page's address names; a damaged link opens nothing and says why. Answers whether something was opened. */
export async function openAddress(run: boolean): Promise<boolean> {
  const fragment = readFragment(location.hash);
  opened = location.hash;
  if (fragment.payload !== null) {
    const decoded = decodeLink(fragment.payload);
    if (!decoded.ok) {
      trouble('This link could not be opened', decoded.problems);
      return false;
    }
    const { scenario, digest, semantics } = decoded.value;
    await open(scenario, { source: { kind: 'link' }, timeMs: fragment.timeMs, run, digest, semantics });
    return true;
  }
  if (fragment.preset !== null) {
    const scenario = preset(fragment.preset);
    if (scenario === undefined) {
      trouble('This link could not be opened', [
        problem('p', fragment.preset, `must be one of ${PRESETS.map((one) => one.id).join(', ')}`),
      ]);
      return false;
    }
    await open(scenario, { source: { kind: 'preset', id: fragment.preset }, timeMs: fragment.timeMs, run });
    return true;
  }
  return false;
}

export async function openPreset(id: string): Promise<void> {
  const scenario = preset(id);
  if (scenario === undefined) return;
  leaveAddress();
  await open(scenario, { source: { kind: 'preset', id }, run: true });
}

/** The address no longer names what is open; loading the page again must not bring the old link back. */
function leaveAddress(): void {
  opened = '';
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
}

/** Reads a scenario file. What was there before stays when it cannot be read. */
export async function importFile(file: File): Promise<void> {
  if (file.size > LIMITS.documentBytes) {
    trouble('This file could not be opened', [problem(file.name, file.size, `must have at most ${LIMITS.documentBytes} bytes`)]);
    return;
  }
  const parsed = parseScenarioText(await file.text());
  if (parsed.ok) {
    leaveAddress();
    await open(parsed.value, { source: { kind: 'file', name: file.name }, run: true });
  } else trouble('This file could not be opened', parsed.problems);
}

/** The worker that checks an opened link's digest; the next scenario ends it. */
let checker: RunClient | null = null;

function stopChecking(): void {
  checker?.end();
  checker = null;
}

/** Runs the scenario once more, out of sight and at full speed, and compares digests. */
async function verify(scenario: Scenario, expected: string, semantics: number | null): Promise<void> {
  if (semantics !== null && semantics !== SEMANTICS) {
    useScenario.setState({ verdict: { kind: 'older', semantics } });
    return;
  }
  useScenario.setState({ verdict: { kind: 'checking' } });
  const actual = await new Promise<string>((resolve) => {
    const twin = startRunClient(
      (frame) => {
        if (frame.state === 'finished' || frame.state === 'failed') resolve(frame.digest);
      },
      () => resolve('the worker stopped'),
    );
    checker = twin;
    void supplyTraces(twin, scenario)
      .then(() => twin.load(scenario))
      .then(() => twin.run(null));
  });
  stopChecking();
  // Edits and live changes clear the verdict: it would speak of another document.
  if (useScenario.getState().verdict?.kind !== 'checking') return;
  useScenario.setState({ verdict: actual === expected ? { kind: 'identical' } : { kind: 'different', expected, actual } });
}

export function trouble(title: string, problems: readonly Problem[]): void {
  useScenario.setState({ trouble: { title, problems } });
}

export function dismissTrouble(): void {
  useScenario.setState({ trouble: null });
}

/** True while a change can be made to the run itself; otherwise it edits the document. */
export function canChangeLive(): boolean {
  const frame = useRun.getState().frame;
  return frame !== null && frame.timeMs > 0 && (frame.state === 'running' || frame.state === 'paused');
}

/**
 * Takes an edit of the document. Before the run has started it is loaded at once; later it waits for a restart. Answers the
 * problems when the edit breaks a rule, and then nothing has changed.
 */
export function edit(change: (scenario: Scenario) => Result<Scenario>): readonly Problem[] {
  const { scenario } = useScenario.getState();
  const result = change(scenario);
  if (!result.ok) return result.problems;
  const frame = useRun.getState().frame;
  const fresh = frame === null || (frame.timeMs === 0 && frame.state === 'ready');
  useScenario.setState(fresh ? { scenario: result.value, loaded: result.value, verdict: null } : { scenario: result.value });
  if (fresh) void load(result.value);
  return [];
}

/** Makes a live change; it is stamped into the timeline. Answers the problems when it cannot be made. */
export async function change(live: LiveChange): Promise<readonly Problem[]> {
  const result = await theClient().apply(live);
  if (!result.ok) {
    trouble('This change could not be made', result.problems);
    return result.problems;
  }
  const state = useScenario.getState();
  const replaced = withLive(state.loaded, state.live).timeline.find((one) => one.id === result.value.id) ?? null;
  useScenario.setState({ live: [...state.live, { entry: result.value, replaced }], verdict: null });
  return [];
}

/** Takes back one live change: the run is replayed to where it stands, without it. */
export async function undo(entryId: string): Promise<void> {
  const state = useScenario.getState();
  const live = state.live.filter((one) => one.entry.id !== entryId);
  const frame = useRun.getState().frame;
  if (frame === null || live.length === state.live.length) return;
  const wasRunning = frame.state === 'running';
  useScenario.setState({ live });
  if (!(await load(withLive(state.loaded, live)))) return;
  await theClient().seek(frame.timeMs);
  if (wasRunning) await goOn();
}

/** Begins again at 0: with the live changes written into the document, or without them. */
export async function restart(live: 'keep' | 'discard', run: boolean): Promise<void> {
  const state = useScenario.getState();
  let next = state.scenario;
  if (live === 'keep' && state.live.length > 0) {
    const merged = parseScenario(withLive(state.scenario, state.live));
    if (!merged.ok) {
      trouble('The live changes do not fit the edited settings', merged.problems);
      return;
    }
    next = merged.value;
  }
  useScenario.setState({ scenario: next, loaded: next, live: [], verdict: null });
  const { speed, view, selectedNode } = useRun.getState();
  useRun.setState({ ...EMPTY_RUN, speed, view, selectedNode, beginning: run });
  if (!(await load(next))) return useRun.setState({ beginning: false });
  if (run) await goOn();
}

/** At the speed that is chosen now: it may have changed while a scenario was loaded. */
function goOn(): Promise<void> {
  return theClient().run(useRun.getState().speed);
}

/** A run that is over is begun again by `runPauseOrAgain` of `dialogs.ts`, which may have to ask. */
export async function runOrPause(): Promise<void> {
  if (useRun.getState().frame?.state === 'running') await theClient().pause();
  else await goOn();
}

export async function step(): Promise<void> {
  await theClient().step();
}

export async function skip(): Promise<void> {
  await theClient().skip();
}

export async function seek(timeMs: number): Promise<void> {
  await theClient().seek(timeMs);
}

export async function setSpeed(speed: Speed): Promise<void> {
  useRun.setState({ speed });
  await theClient().setSpeed(speed);
}

export function setView(view: TrackView): void {
  useRun.setState({ view });
}

export function setCrosshair(crosshairMs: number | null): void {
  useRun.setState({ crosshairMs });
}

export function selectNode(selectedNode: string | null): void {
  useRun.setState({ selectedNode });
}

let following = false;
/** While running: a receipt that changes faster than it can be read helps nobody. */
const FOLLOW_REST_MS = 300;

/** Shows the newest decision, and goes on until the one on show is the newest there is. */
async function followNewest(): Promise<void> {
  if (following) return;
  following = true;
  try {
    for (;;) {
      const { frame, decision, followDecisions: follows } = useRun.getState();
      const index = (frame?.decisions ?? 0) - 1;
      if (!follows || index < 0 || decision?.index === index) return;
      const newest = await theClient().decision(index);
      if (newest === null) return;
      if (useRun.getState().followDecisions) useRun.setState({ decision: newest });
      if (useRun.getState().frame?.state === 'running') await new Promise((resolve) => setTimeout(resolve, FOLLOW_REST_MS));
    }
  } finally {
    following = false;
  }
}

/** Shows one decision of the past and stops following the newest. */
export async function showDecision(index: number): Promise<void> {
  useRun.setState({ followDecisions: false });
  const decision = await theClient().decision(index);
  if (decision !== null) useRun.setState({ decision });
}

export async function showLastDecisionFor(node: string): Promise<void> {
  const index = await theClient().lastDecisionFor(node);
  if (index !== null) await showDecision(index);
}

/** What has happened so far to a request, by its number in order of arrival. */
export function lifeOf(request: number): Promise<LifeOfRequest | null> {
  return theClient().life(request);
}

export function followDecisions(): void {
  useRun.setState({ followDecisions: true });
  void followNewest();
}

/** The document as it stands, live changes included. */
export function currentScenario(): Scenario {
  const { scenario, live } = useScenario.getState();
  return withLive(scenario, live);
}

/** The address that opens this scenario; it carries the digest once the run has finished with exactly this document. */
export function shareAddress(): string {
  const { scenario, loaded } = useScenario.getState();
  const frame = useRun.getState().frame;
  const digest = frame?.state === 'finished' && scenario === loaded ? frame.digest : undefined;
  return `${location.origin}${location.pathname}${writeFragment({ payload: encodeLink(currentScenario(), digest) })}`;
}

export function exportScenario(): string {
  return JSON.stringify(JSON.parse(canonicalText(currentScenario())), null, 2);
}

/** Of the run as far as it went. Fails where no scenario is loaded. */
export function currentReport(): Promise<Report> {
  return theClient().report();
}

export async function traceText(): Promise<string> {
  return theClient().trace(DECISIONS_IN_TRACE);
}

/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
