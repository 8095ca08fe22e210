/**
 * Is a value that came as JSON nested deeper than so many levels? `{}` and `[]` are one level, text and numbers none.
 * Goes down layer by layer: whoever calls itself once per level is what an attacker's 100,000 levels are meant for.
 */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let layer = [value].filter(isNest);
  for (let level = 1; layer.length > 0; level += 1) {
    if (level > levels) return true;
    layer = layer.flatMap((nest) => Object.values(nest).filter(isNest));
  }
  return false;
}

const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null;
