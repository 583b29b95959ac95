/** The pages of the house, as the navigation and the keys know them. */
export const PAGES = [
  { id: 'lab', name: 'Lab', href: '/', key: 'l' },
  { id: 'compare', name: 'Compare', href: '/compare', key: 'c' },
  { id: 'sweep', name: 'Sweep', href: '/sweep', key: 's' },
] as const;

export type PageId = (typeof PAGES)[number]['id'];

/** Pressed before a page's own key. */
export const GO_KEY = 'g';
