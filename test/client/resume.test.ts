import { expect, it } from 'vitest';
import { createResume } from '../../src/client/resume.ts';

const next = (id: string, cursor?: string) => ({
  id,
  type: 'next',
  payload: { data: {}, ...(cursor === undefined ? {} : { extensions: { cursor } }) },
});

it('remembers the last cursor of each operation, and forgets those that ended', () => {
  const resume = createResume();
  for (const message of [
    { type: 'connection_ack' },
    next('a', 'a1'),
    next('b', 'b1'),
    next('a', 'a2'),
    next('a'), // a part of a snapshot
    next('c', 'c1'),
    { id: 'b', type: 'complete' },
    { id: 'c', type: 'error', payload: [] },
  ])
    resume.onMessage(message);
  expect(resume.params()).toEqual({ resume: { a: 'a2' } });
});

it('lets go of operations that nobody ended but that are long silent', () => {
  const resume = createResume();
  for (let count = 0; count < 1_000; count += 1) {
    resume.onMessage(next(`operation ${count}`, 'x'));
    resume.onMessage(next('stays', `${count}`));
  }
  const { resume: cursors } = resume.params();
  expect(Object.keys(cursors)).toHaveLength(100);
  expect(cursors['stays']).toBe('999');
});
