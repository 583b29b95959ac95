/** Where a thread of replications starts: it loads TypeScript by itself, whoever has started it. */
import { register } from 'tsx/esm/api';

register();
await import('./replication.thread.ts');
