/**
 * How what is recorded of a VIF and what its network service has can differ:
 * - UNKNOWN_MADE: a port that we made for a purpose, and no row tells of it.
 * - UNKNOWN_BOUND: a tenant's VIF that is bound to a node or reserved for it, and no row tells of it.
 * - STALE: a row of a purpose, and no flow of the node is under way.
 * - UNFINISHED: an attach or a detach that failed, or that nobody is at work on.
 * - GONE: it should be in place, and the network service has no such VIF.
 * - IN_OTHER_HANDS: it should be in place, and is bound to another host.
 * - NOT_BOUND: it should be in place, and is bound to nothing, or not for real although the machine is in use.
 * - OTHER_ADDRESS: it is in place with another MAC than its port's.
 */
export type VifDifferenceKind =
  'UNKNOWN_MADE' | 'UNKNOWN_BOUND' | 'STALE' | 'UNFINISHED' | 'GONE' | 'IN_OTHER_HANDS' | 'NOT_BOUND' | 'OTHER_ADDRESS';
