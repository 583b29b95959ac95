import type { ReactNode } from 'react';

interface VerdictProps {
  /** The most important sentence, as the library says it. */
  readonly headline: string;
  /** True where the sentence is the last word on a run that has ended: then it is announced. */
  readonly final?: boolean;
  /** Further sentences under it. */
  readonly support?: readonly string[];
  /** Keeps room for sentences to come, so that nothing below moves as they do. */
  readonly roomy?: boolean;
  /** Facts at the right: what was run, how often, against what. */
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[];
  readonly children?: ReactNode;
}

const SUPPORT_SHOWN = 3;

/** What an experiment says, before the evidence. */
export function Verdict({ headline, final = false, support = [], roomy = false, facts, children }: VerdictProps) {
  const [shown, more] = [support.slice(0, SUPPORT_SHOWN), support.slice(SUPPORT_SHOWN)];
  return (
    <section
      aria-label="Verdict"
      className={`border-line flex flex-wrap items-start gap-x-10 gap-y-3 border-b px-5 py-4 ${roomy ? 'min-[960px]:min-h-[168px]' : ''}`}
    >
      <div className="min-w-0 flex-1 basis-[320px]">
        <h2 data-headline="" className="text-verdict font-strong max-w-[70em]">
          {headline}
        </h2>
        <p role="status" className="sr-only">
          {final ? headline : ''}
        </p>
        {shown.length === 0 ? null : (
          <ul className="text-t2 text-title max-w-[76em] pt-1">
            {shown.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {more.length === 0 ? null : (
          <details className="text-t2 text-title max-w-[76em] pt-1">
            <summary className="hover:text-text text-body min-h-6 py-1">{more.length} more</summary>
            <ul>
              {more.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </details>
        )}
        {children}
      </div>
      <dl className="grid max-w-full grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {facts.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-t3">{name}</dt>
            <dd className="max-w-80 min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
