import type { ReactNode } from 'react';

interface BannerProps {
  readonly children: ReactNode;
  /** `bad`: something is wrong. `plain`: something to know. */
  readonly tone?: 'plain' | 'bad';
  readonly actions?: ReactNode;
}

/** A bar under the top bar: a sentence, and what can be done about it. */
export function Banner({ children, tone = 'plain', actions }: BannerProps) {
  return (
    <div
      className={`bg-raised border-line text-body text-text flex items-start justify-between gap-4 border-b py-1.5 pr-3.5 pl-3 ${tone === 'bad' ? 'border-l-open border-l-[3px]' : 'border-l-edge border-l-[3px]'}`}
    >
      <div className="min-w-0 flex-1 py-[5px]">{children}</div>
      {actions === undefined ? null : <div className="flex shrink-0 items-center gap-1.5">{actions}</div>}
    </div>
  );
}
