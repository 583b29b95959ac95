'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';

import { Button } from './button';
import { DownGlyph } from './glyphs';
import { Menu, MenuItem } from './menu';
import { PAGES, type PageId } from './pages';

interface PageNavProps {
  readonly here: PageId;
  /** From this width on the pages stand side by side; below it they are a menu. */
  readonly wideFrom: 'medium' | 'wide';
}

const SHOWN = {
  medium: { row: 'max-[1099px]:hidden', menu: 'min-[1100px]:hidden' },
  wide: { row: 'max-[1439px]:hidden', menu: 'min-[1440px]:hidden' },
} as const;

/** The way between the pages. A page is fetched when it is asked for: an experiment's charts are no burden of the lab. */
export function PageNav({ here, wideFrom }: PageNavProps) {
  const router = useRouter();
  const { row, menu } = SHOWN[wideFrom];
  return (
    <nav aria-label="Pages" className="flex items-center">
      <ul className={`flex items-center ${row}`}>
        {PAGES.map(({ id, name, href }) => (
          <li key={id}>
            <Link
              href={href}
              prefetch={false}
              aria-current={id === here ? 'page' : undefined}
              className={`text-title flex h-11 items-center border-y-2 border-t-transparent px-2.5 -outline-offset-2 pointer-coarse:h-13 ${
                id === here ? 'font-strong border-b-text' : 'text-t2 hover:text-text border-b-transparent'
              }`}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
      <div className={menu}>
        <Menu
          align="end"
          trigger={
            <Button kind="plain" className="text-text! px-1.5!" aria-label={`Pages, now ${nameOf(here)}`}>
              {nameOf(here)}
              <DownGlyph size={12} className="text-t3" />
            </Button>
          }
        >
          {PAGES.map(({ id, name, href }) => (
            <MenuItem key={id} onSelect={() => router.push(href)}>
              <span className={id === here ? 'font-strong' : ''}>{name}</span>
            </MenuItem>
          ))}
        </Menu>
      </div>
    </nav>
  );
}

function nameOf(here: PageId): string {
  return PAGES.find(({ id }) => id === here)!.name;
}
