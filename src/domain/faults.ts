/** Why the service itself took a node out of automation, in the reference's words. Only `power failure` clears by itself. */
export type Fault = 'power failure' | 'clean failure' | 'service failure' | 'rescue abort failure';
