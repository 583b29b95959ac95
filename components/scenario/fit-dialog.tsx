'use client';

import { useState } from 'react';

import type { Problem } from '@/lib/base/result';
import { fitService, type FittedService } from '@/lib/scenario/fit-service';

import { formatMs, MINUS, THIN } from '@/components/chart/format';
import { Button } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { NumberRow } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';

import { editAt } from './setting';

const QUANTILES = ['p50Ms', 'p95Ms', 'p99Ms'] as const;
type Quantile = (typeof QUANTILES)[number];
const NAMES: Readonly<Record<Quantile, string>> = { p50Ms: 'p50', p95Ms: 'p95', p99Ms: 'p99' };
/** A quantile that the law misses by more than this is worth a word. */
const FAR_OFF = 0.1;
/** Digits of the law that is applied: a person who reads it typed fewer. */
const DIGITS = 4;

interface FitDialogProps {
  /** `Service time`. */
  readonly of: string;
  readonly path: string;
  readonly onClose: () => void;
}

/** Three quantiles that a person knows become a lognormal law; how well it meets each is shown before it is applied. */
export function FitDialog({ of, path, onClose }: FitDialogProps) {
  const [typed, setTyped] = useState<Readonly<Record<Quantile, number | null>>>({ p50Ms: null, p95Ms: null, p99Ms: null });
  const [sentence, take] = useProblem();
  const { p50Ms, p95Ms, p99Ms } = typed;
  const fit = p50Ms === null || p95Ms === null || p99Ms === null ? null : fitService({ p50Ms, p95Ms, p99Ms });
  const problems = fit === null || fit.ok ? [] : fit.problems;
  const fitted = fit?.ok === true ? fit.value : null;
  const apply = (): void => {
    if (fitted === null) return;
    const { kind, meanMs, cv } = fitted.service;
    const found = editAt(path, { kind, meanMs: Number(meanMs.toPrecision(DIGITS)), cv: Number(cv.toPrecision(DIGITS)) });
    take(found);
    if (found.length === 0) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Fit ${of.toLowerCase()} to quantiles`}
      description="The lognormal law that comes closest to three quantiles, each by its relative error."
      className="max-w-[380px]"
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={fitted === null} onClick={apply}>
            Apply
          </Button>
        </>
      }
    >
      {QUANTILES.map((quantile) => (
        <div key={quantile}>
          <NumberRow
            label={NAMES[quantile]}
            value={typed[quantile]}
            unit="ms"
            onCommit={(value) => {
              setTyped((now) => ({ ...now, [quantile]: value }));
              return [];
            }}
          />
          <ProblemText sentence={sentenceFor(quantile, problems)} />
        </div>
      ))}
      {fitted === null ? (
        problems.length === 0 && <p className="text-t3 text-small pt-2">Type all three to see how well a law meets them.</p>
      ) : (
        <Fitted fitted={fitted} />
      )}
      <ProblemText sentence={sentence} />
    </Dialog>
  );
}

function sentenceFor(quantile: Quantile, problems: readonly Problem[]): string | null {
  const found = problems.find(({ path }) => path === quantile);
  if (found === undefined) return null;
  const rule = found.rule.replace(/(p\d\d)Ms, ([\d.]+)$/, (_whole, name: string, ms: string) => `${name}, ${ms}${THIN}ms`);
  return `${NAMES[quantile]} ${rule}.`;
}

function Fitted({ fitted: { service, residuals } }: { readonly fitted: FittedService }) {
  const far = residuals.some(({ relative }) => Math.abs(relative) > FAR_OFF);
  return (
    <div role="status">
      <table className="text-body mt-2 w-full table-fixed text-right tabular-nums">
        <caption className="sr-only">How well the law meets each quantile</caption>
        <thead>
          <tr className="text-t3 text-small">
            <th scope="col" className="text-left font-normal">
              Quantile
            </th>
            <th scope="col" className="font-normal">
              Typed
            </th>
            <th scope="col" className="font-normal">
              Law
            </th>
            <th scope="col" className="font-normal">
              Off by
            </th>
          </tr>
        </thead>
        <tbody>
          {residuals.map(({ quantile, typedMs, fittedMs, relative }) => (
            <tr key={quantile} className="h-6">
              <th scope="row" className="text-left font-normal">
                {NAMES[quantile]}
              </th>
              <td>{formatMs(typedMs)}</td>
              <td>{formatMs(fittedMs)}</td>
              <td>{signedPercent(relative)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-t2 text-body pt-2">
        Lognormal, mean {formatMs(service.meanMs)}, coefficient of variation {service.cv.toFixed(2)}.
      </p>
      {far ? (
        <p className="border-half text-t2 text-small my-1 border-l-2 pl-2">
          No lognormal law follows these three closely: it misses one by more than 10{THIN}%.
        </p>
      ) : null}
    </div>
  );
}

function signedPercent(relative: number): string {
  const text = Math.abs(relative * 100).toFixed(1);
  if (Number(text) === 0) return `0${THIN}%`;
  return `${relative < 0 ? MINUS : '+'}${text}${THIN}%`;
}
