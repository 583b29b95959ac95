/**
 * `npm run -s bench -- [NAME...] [--json]`: what this machine does. Runs every `*.bench.ts` under lib, or those of the
 * named rooms or files: modules that export `bench(report)`, and files written for vitest. Numbers of a busy machine are worth
 * little, so its load stands on top (stderr).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { grouped } from '@/lib/scenario/words';

import type { BenchReport } from './bench-report';
import { badUsage, EXIT, readArgs, say, warn, type Exit } from './command';
import { vitestBench } from './vitest-bench';

const LIB = join(import.meta.dirname, '..');

async function main(args: readonly string[]): Promise<Exit> {
  const parsed = readArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
  if (!parsed.ok) return badUsage(parsed.sentence);
  const { positionals: wanted, values } = parsed.value;
  const all = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.bench.ts'))
    .sort();
  const known = [...new Set(all.map(nameOf))];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) return badUsage(`There is no bench "${unknown}"; there is ${known.join(', ')}.`);

  warn(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${loadavg()[0]?.toFixed(1)}`);
  const report: BenchReport = (line) => {
    if (values.json) return say(JSON.stringify(line));
    const measured = `${grouped(Math.round(line.perSecond))} per second`;
    const peak = line.peakMb === undefined ? '' : `, at most ${line.peakMb} MB`;
    return say(
      `${line.bench.padEnd(8)} ${line.case.padEnd(32)} ${grouped(line.nodes).padStart(6)} nodes ${measured.padStart(24)}${peak}`,
    );
  };
  for (const file of all.filter((one) => wanted.length === 0 || wanted.includes(nameOf(one)))) {
    const text = readFileSync(join(LIB, file), 'utf8');
    if (/^export (async )?(function|const) bench\b/m.test(text)) {
      const loaded = (await import(pathToFileURL(join(LIB, file)).href)) as {
        bench: (report: BenchReport) => void | Promise<void>;
      };
      await loaded.bench(report);
    } else if (text.includes("from 'vitest'")) vitestBench(`lib/${file}`, nameOf(file)).forEach(report);
    else warn(`lib/${file} is left out: it exports no bench(report).`);
  }
  return EXIT.good;
}

/** A bench goes by its room; one that stands in lib/cli, above the rooms, by its own name. */
function nameOf(file: string): string {
  const room = file.split('/')[0] ?? '';
  return room === 'cli' ? basename(file, '.bench.ts') : room;
}

process.exitCode = await main(process.argv.slice(2));
