'use client';

import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly className?: string;
}

export function Menu({ trigger, children, align = 'start', className = 'min-w-48' }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={5}
          collisionPadding={8}
          className={`border-line2 bg-panel text-text z-50 max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto rounded-[6px] border p-1 ${className}`}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  /** Why it cannot be chosen, as a second line: it keeps its place among the arrow keys' stops, so that everyone can read it. */
  readonly hindrance?: string | null;
}

export function MenuItem({ onSelect, children, disabled = false, hindrance = null }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      disabled={disabled}
      {...(hindrance === null ? {} : { 'aria-disabled': true })}
      onSelect={(event) => (hindrance === null ? onSelect() : event.preventDefault())}
      className="data-[highlighted]:bg-raised data-[disabled]:text-t3 aria-disabled:text-t3 flex min-h-6 max-w-80 cursor-default flex-col justify-center rounded-input px-2 py-1 text-body outline-none pointer-coarse:min-h-11"
    >
      {children}
      {hindrance === null ? null : <span className="text-small">{hindrance}</span>}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className="text-t3 px-2 pt-1.5 pb-1 text-small">{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="bg-line my-1 h-px" />;
}
