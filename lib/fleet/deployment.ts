/**
 * Where a deployment stands between coming and going. `ready`: takes requests. `loading`: not yet, its model is being loaded. `draining`: no
 * new requests, those under way go on. `removed`: gone; its place is kept for its return.
 */
export const DEPLOYMENT_STATUSES = ['ready', 'loading', 'draining', 'removed'] as const;
export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number];
export const DEPLOYMENT_CODE = { ready: 0, loading: 1, draining: 2, removed: 3 } as const satisfies Record<
  DeploymentStatus,
  number
>;
