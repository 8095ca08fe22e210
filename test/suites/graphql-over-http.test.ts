/**
 * The audit of graphql-http: what the specification "GraphQL over HTTP" asks of a server, each point by its name.
 * Here nothing is tested that we thought of.
 */
import { serverAudits, type Audit } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.stop());

/** The audits against the service, whose address is known only once it runs. */
function audits(headers: Readonly<Record<string, string>>): readonly Audit[] {
  return serverAudits({
    url: () => `${service.url}/graphql`,
    fetchFn(url: string, init: RequestInit = {}) {
      const all = new Headers(init.headers);
      for (const [name, value] of Object.entries(headers)) all.set(name, value);
      return fetch(url, { ...init, headers: all });
    },
  });
}

/** Its verdict, with the reason where it is not "ok". */
async function verdict(audit: Audit): Promise<string> {
  const result = await audit.fn();
  return result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`;
}

it('has 61 points: none that a new version brings goes unseen', () => {
  expect(audits({})).toHaveLength(61);
});

describe('a program, which says that it is no page', () => {
  it.each(audits({ 'apollo-require-preflight': '1' }).map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      expect(await verdict(audit)).toBe('ok');
    },
  );
});

describe('whoever does not say so', () => {
  /** GET: "MAY" in the specification. A page of another site could send it in its visitor's name, so it is refused. */
  const REFUSED = new Set(['5A70', 'D6D5', '6A70']);

  it.each(audits({}).map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (id, _name, audit) => {
    const expected = REFUSED.has(id) ? 'notice: Response status code is not 200' : 'ok';
    expect(await verdict(audit)).toBe(expected);
  });
});
