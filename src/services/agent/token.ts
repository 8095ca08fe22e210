/** The secret that an agent and this service share: made once for each ramdisk, and told once. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { MASK } from '../../drivers/hardware-type.ts';
import { affectedRows } from '../../entities/transaction.ts';

/** 256 bits, as 43 characters: agents take none below 32. */
const TOKEN_BYTES = 32;

/**
 * The token for whoever asks first, asterisks for everybody after. One conditional UPDATE decides between two that ask at once.
 * An agent to whom it is not told takes its own for stolen, and locks itself up.
 */
export async function giveToken(db: Pick<EntityManager, 'query'>, nodeId: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const result: unknown = await db.query('UPDATE agents SET token = ? WHERE node_id = ? AND token IS NULL', [
    token,
    nodeId,
  ]);
  return affectedRows(result) === 1 ? token : MASK;
}

/** Takes as long for a wrong token as for the right one, and for a short one as for a long one. */
export function isSameToken(given: string, stored: string | null): boolean {
  const isEqual = timingSafeEqual(digest(given), digest(stored ?? ''));
  return isEqual && stored !== null;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
