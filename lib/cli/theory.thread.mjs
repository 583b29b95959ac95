// A thread starts with plain JavaScript: what lets Node read TypeScript does not reach threads by itself.
import { register } from 'tsx/esm/api';

register();
await import('./theory.thread.ts');
