import type { ComponentProps, ReactNode } from 'react';

import { Tooltip } from './tooltip';

const KINDS = {
  /** Text alone, for rows of commands. */
  plain: 'text-t2 enabled:hover:text-text enabled:hover:bg-raised border-transparent',
  /** The usual button. */
  outline: 'border-edge text-text enabled:hover:bg-raised',
  /** At most one in a region. */
  primary: 'border-text bg-text text-bg enabled:hover:opacity-90',
} as const;

export type ButtonKind = keyof typeof KINDS;

type ButtonProps = ComponentProps<'button'> & { readonly kind?: ButtonKind; readonly glyph?: ReactNode };

export function Button({ kind = 'outline', glyph, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex h-[26px] shrink-0 items-center justify-center gap-1.5 rounded-button border px-2.5 text-body font-strong whitespace-nowrap disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:h-11 pointer-coarse:px-3.5 ${KINDS[kind]} ${className}`}
    >
      {glyph}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** The button's name; also its tooltip. */
  readonly label: string;
  readonly glyph: ReactNode;
  /** Printed in the tooltip after the name. */
  readonly shortcut?: string;
  readonly kind?: ButtonKind;
};

export function IconButton({ label, glyph, shortcut, kind = 'plain', className = '', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={shortcut === undefined ? label : `${label} (${shortcut})`}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={`inline-flex size-[26px] shrink-0 items-center justify-center rounded-button border disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:size-11 ${KINDS[kind]} ${className}`}
      >
        {glyph}
      </button>
    </Tooltip>
  );
}
