/** What a place to type or to choose looks like: raised in the dark, white in the light, with an edge of at least 3:1. */
export const FIELD = 'border-edge bg-[light-dark(var(--bg),var(--raised))] text-text rounded-input border';
