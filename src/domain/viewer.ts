/**
 * Who asks. It runs through every query, use case and subscription; what it may see becomes one SQL predicate.
 *
 * Today the only mode is `none`, on loopback: whoever reaches the socket is the system administrator. Roles come
 * later by filling in `scope`, without touching call sites.
 */
export interface Viewer {
  /** Stable name for audit, idempotency scope and logs. */
  readonly actor: string;
  /** `all`: every object of the system. Projects: what these own or lease. */
  readonly scope: { readonly kind: 'all' } | { readonly kind: 'projects'; readonly projects: readonly string[] };
}

export const SYSTEM_ADMIN: Viewer = { actor: 'system-admin', scope: { kind: 'all' } };
