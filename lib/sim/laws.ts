/** What holds in every run. Tests check all of it; conservation is checked whenever a report is made, in production too. */
import { OUTCOMES } from '@/lib/fleet/outcome';
import type { RequestCounts } from '@/lib/report/summary';
import type { Report } from '@/lib/sim/report';

/** Every request ended once or is still inside. Throws with the numbers otherwise: that would be a bug of the simulator. */
export function checkConservation(counts: RequestCounts, of: string): void {
  const { arrived, finished, refused, failed, timedOut, inside } = counts;
  if (arrived !== finished + refused + failed + timedOut + inside) {
    throw new Error(`requests of ${of} do not add up: ${JSON.stringify(counts)}`);
  }
}

/** Throws at the first law that a report breaks, with the numbers. */
export function checkLaws(report: Report): void {
  checkConservation(report.requests, 'the report');
  for (const one of report.classes) checkConservation(one.requests, one.class);
  const say = (holds: boolean, law: string, ...values: readonly unknown[]): void => {
    if (!holds) throw new Error(`${law}: ${values.map((value) => JSON.stringify(value)).join(', ')}`);
  };
  const { attempts, requests, latency, nodes, series } = report;
  const ended = OUTCOMES.reduce((n, outcome) => n + attempts.byOutcome[outcome], 0);
  say(ended <= attempts.started, 'an attempt ends once', attempts);
  say(attempts.started - ended <= requests.inside + report.hedges, 'an open attempt has its request inside', attempts, requests);
  say(attempts.byOutcome.ok === requests.finished, 'a request is answered by one attempt', attempts, requests);
  say(latency.count === requests.finished, 'every answer has a latency', latency.count, requests.finished);
  for (const one of [report, ...report.classes]) {
    say(one.hedgesWon <= one.hedged && one.hedged <= one.hedges, 'a copy is answered for a request that has one', one);
    say(one.abandoned <= one.requests.timedOut, 'who gives up is timed out', one);
  }
  say(sum(nodes.map((n) => n.attempts)) === attempts.started, 'nodes share the attempts', attempts.started);
  for (const one of report.classes) {
    const { started, byOutcome } = one.attempts;
    const done = OUTCOMES.reduce((n, outcome) => n + byOutcome[outcome], 0);
    say(done <= started && started - done <= one.requests.inside + one.hedges, 'an attempt of a class ends once', one);
    say(byOutcome.ok === one.requests.finished, 'a request of a class is answered by one attempt', one);
    say(one.routed <= one.requests.arrived && one.retries >= 0, 'a request is routed for the first time once', one);
    say(one.latency.count === one.requests.finished, 'every answer of a class has a latency', one);
    say(one.wait.served <= started, 'an attempt is served once', one);
    for (const { fraction } of one.withinSlo)
      say(fraction === null || (fraction >= 0 && fraction <= 1), 'a share is a share', one);
  }
  say(sum(report.classes.map((one) => one.attempts.started)) === attempts.started, 'classes share the attempts', attempts);
  for (const count of ['attempts', 'ok', 'failed', 'timedOut'] as const) {
    const ofGroups = sum(report.groups.map((group) => group[count]));
    say(ofGroups === sum(nodes.map((node) => node[count])), 'groups are their nodes', count);
  }
  for (const outcome of OUTCOMES) {
    say(sum(nodes.map((node) => node.byOutcome[outcome])) === attempts.byOutcome[outcome], 'nodes share the outcomes', outcome);
  }
  say(sum(report.groups.map(({ latency: { count } }) => count)) === attempts.byOutcome.ok, 'what is answered lasted', attempts);
  for (const node of nodes) {
    say(node.latency === null || node.latency.count === node.ok, 'what a node answers lasted', node);
    say(node.upFraction >= -1e-9 && node.upFraction <= 1 + 1e-9, 'a node is up at most all the time', node);
    say(node.meanInSystem >= node.meanQueue - 1e-9, 'who waits is on the node', node);
    say(node.utilisation >= 0 && node.utilisation <= 1 + 1e-9, 'a slot is busy at most all the time', node);
    say(node.ok + node.failed + node.timedOut <= node.attempts, 'an attempt ends once on its node', node);
  }
  if (latency.count > 0) {
    const list = [latency.p50Ms!, latency.p95Ms!, latency.p99Ms!, latency.p999Ms!, latency.maxMs!];
    say(
      list.every((x, i) => i === 0 || x >= list[i - 1]!),
      'quantiles ascend',
      list,
    );
  }
  const lengths = [series.completed, series.lost, series.attempts, series.p99Ms, series.inFlight, ...series.regionAttempts].map(
    (c) => c.length,
  );
  say(
    lengths.every((n) => n === series.offered.length),
    'columns have one length',
    lengths,
  );
  series.attempts.forEach((n, bin) =>
    say(n === sum(series.regionAttempts.map((column) => column[bin]!)), 'regions share the attempts', bin),
  );
  for (const list of [report.breakerTransitions, report.healthTransitions]) {
    say(
      list.every((one, i) => i === 0 || one.atMs >= list[i - 1]!.atMs),
      'transitions are in order of time',
    );
  }
}

function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}
