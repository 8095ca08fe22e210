import { describe, expect, it } from 'vitest';
import { describeProblem, ProblemError, ProblemsError } from '../../src/domain/problems.ts';
import { EVERY_PROBLEM } from './every-problem.ts';

describe.each(EVERY_PROBLEM)('$code', (problem) => {
  const { message, remedy, path } = describeProblem(problem);

  it('says in a sentence what happened, and in another what to do', () => {
    expect(message).toMatch(/^\S.+\.$/);
    expect(remedy).toMatch(/^[A-Z].+\.$/);
    expect(`${message} ${remedy}`).not.toMatch(/undefined|null|\[object|\.\./);
  });

  it('names the thing it is about', () => {
    const named = Object.values(problem).filter((value) => typeof value === 'string' && value.startsWith('this'));
    const texts = [...named, ...('address' in problem ? [problem.address] : [])];

    for (const text of texts) expect(`${message} ${remedy}`).toContain(text);
  });

  it('points into the input or nowhere', () => {
    expect(path?.[0] ?? 'input').toBe('input');
  });

  it('is the message of the error that carries it', () => {
    expect(new ProblemError(problem).message).toBe(message);
  });
});

describe('describeProblem', () => {
  it('says that a state is where the queue will lead, when it is', () => {
    const problem = { code: 'ILLEGAL_STATE', verb: 'deploy', state: 'ACTIVE', legal: [] } as const;
    expect(describeProblem({ ...problem, isProjected: true }).message).toContain('will leave the node in ACTIVE');
    expect(describeProblem({ ...problem, isProjected: false }).message).toContain('is in ACTIVE');
  });
});

describe('ProblemsError', () => {
  it('keeps every problem and says them all', () => {
    const error = new ProblemsError(EVERY_PROBLEM);
    expect(error.problems).toEqual(EVERY_PROBLEM);
    for (const problem of EVERY_PROBLEM) expect(error.message).toContain(describeProblem(problem).message);
  });
});
