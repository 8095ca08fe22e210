import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, describeSettings, readConfig, redacted } from '../../src/config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ironql-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig([], {})).toMatchObject({ role: 'all', host: '127.0.0.1', port: 6385, databaseUrl: '' });
  });

  it('lets the environment override the file, and flags override both', () => {
    const config = file('port: 1001\nmaxJobs: 1001\npollMs: 1001\n');
    const environment = { IRONQL_MAX_JOBS: '1002', IRONQL_POLL_MS: '1002' };
    expect(readConfig(['--config', config, '--poll-ms', '1003'], environment)).toMatchObject({
      port: 1001,
      maxJobs: 1002,
      pollMs: 1003,
    });
  });

  it('finds the file by the environment, and by the flag rather than that', () => {
    const IRONQL_CONFIG = file('port: 2001\n');
    expect(readConfig([], { IRONQL_CONFIG }).port).toBe(2001);
    expect(readConfig(['--config', file('port: 2002\n')], { IRONQL_CONFIG }).port).toBe(2002);
  });

  it('takes flags in both spellings, and each type of value', () => {
    const flags = ['--port=0', '--automated-clean', 'false', '--role=conductor', '--conductor-group=rack=7'];
    expect(readConfig(flags, {})).toMatchObject({
      port: 0,
      automatedClean: false,
      role: 'conductor',
      conductorGroup: 'rack=7',
    });
  });

  it('reads an empty file and a file of comments as no settings', () => {
    expect(readConfig(['--config', file('')], {}).port).toBe(6385);
    expect(readConfig(['--config', file('# later\n')], {}).port).toBe(6385);
  });

  it("takes DATABASE_URL and REDIS_URL, which everybody's tools set, and prefers its own names", () => {
    const general = { DATABASE_URL: 'mysql://general' };
    expect(readConfig([], general).databaseUrl).toBe('mysql://general');
    expect(readConfig([], { ...general, IRONQL_DATABASE_URL: 'mysql://own' }).databaseUrl).toBe('mysql://own');
    const redis = { REDIS_URL: 'redis://general' };
    expect(readConfig([], redis).redisUrl).toBe('redis://general');
    expect(readConfig([], { ...redis, IRONQL_REDIS_URL: 'rediss://own' }).redisUrl).toBe('rediss://own');
  });

  it('reads a secret from the file that a container mounts, without the line end', () => {
    const IRONQL_DATABASE_URL_FILE = file('mysql://from-a-file\n');
    expect(readConfig([], { IRONQL_DATABASE_URL_FILE }).databaseUrl).toBe('mysql://from-a-file');
  });

  it('leaves variables alone that are for tests, or of others', () => {
    expect(readConfig([], { IRONQL_TEST_LOG: '1', PORT: '1', PATH: '' }).port).toBe(6385);
  });
});

describe('readConfig refuses, by name,', () => {
  const missing = join(tmpdir(), 'ironql-config-that-does-not-exist');

  it.each<[string, readonly string[], NodeJS.ProcessEnv, readonly string[]]>([
    ['an unknown flag, and suggests the nearest', ['--prot', '80'], {}, ['--prot', 'Did you mean --port?']],
    ['an unknown variable', [], { IRONQL_POL_MS: '80' }, ['IRONQL_POL_MS', 'Did you mean IRONQL_POLL_MS?']],
    ['a file for an unknown setting', [], { IRONQL_PROT_FILE: '/x' }, ['IRONQL_PROT_FILE', 'not a setting']],
    ['what is no flag', ['serve'], {}, ['"serve" is not a flag']],
    ['a flag without its value', ['--port'], {}, ['--port needs a value']],
    ['a number out of range', ['--port', '65536'], {}, ['--port', '"65536"', '0 to 65535']],
    ['half a number', [], { IRONQL_PORT: '1.5' }, ['IRONQL_PORT', 'whole number']],
    ['a number with a unit', [], { IRONQL_LEASE_PERIOD_MS: '10s' }, ['IRONQL_LEASE_PERIOD_MS', '"10s"']],
    ['an empty number', [], { IRONQL_PORT: '' }, ['IRONQL_PORT', '""']],
    ['a word that is no choice', ['--role', 'worker'], {}, ['--role', '"worker"', 'all, api, conductor']],
    ['a yes that is not true', ['--automated-clean', 'yes'], {}, ['--automated-clean', 'true or false']],
    ['an authentication that it does not have', ['--auth', 'basic'], {}, ['--auth', '"basic"', 'none']],
    [
      'a secret file that is not there',
      [],
      { IRONQL_DATABASE_URL_FILE: missing },
      ['IRONQL_DATABASE_URL_FILE', missing],
    ],
    ['a configuration file that is not there', ['--config', missing], {}, ['configuration file', missing]],
    ['a lease that one lost renewal ends', ['--lease-expiry-ms', '10000'], {}, ['leaseExpiryMs', 'leasePeriodMs']],
    ['a network that is none', ['--egress-allow', '10.0.0.0/8, ten'], {}, ['egressAllow', 'ten is no network']],
    ['a network of agents that is none', ['--agent-callback-networks', '10.0.0.0/99'], {}, ['agentCallbackNetworks']],
    ['a discovery without a driver', ['--discovery', 'true'], {}, ['discovery', 'discoveryDriver']],
    ['a margin that leaves no time to work', ['--safety-margin-ms', '20000'], {}, ['safetyMarginMs', 'leaseExpiryMs']],
  ])('%s', (_what, flags, environment, words) => {
    const message = refusalOf(flags, environment);
    for (const word of words) expect(message).toContain(word);
  });

  it.each([
    ['an unknown key', 'prot: 80\n', ['prot', 'Did you mean port?']],
    ['a wrong type', 'port: [80]\n', ['port', '[80]']],
    ['a text where a yes or no belongs', 'automatedClean: "on"\n', ['automatedClean', 'true or false']],
    ['a number where a text belongs', 'host: 7\n', ['host', 'must be a text']],
    ['a list', '- port\n', ['must hold settings']],
    ['a lone word', 'port\n', ['must hold settings']],
    ['what is not YAML', 'port: [\n', ['not valid YAML']],
    ['a key given twice', 'port: 1\nport: 2\n', ['not valid YAML']],
  ])('%s in the file, and says which file', (_what, content, words) => {
    const path = file(content);
    const message = refusalOf(['--config', path], {});
    for (const word of [...words, path]) expect(message).toContain(word);
  });
});

describe('without authentication', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('listens on %s', (host) => {
    expect(readConfig(['--host', host], {}).host).toBe(host);
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'ironql.example', '127.0.0.1.example', '', '2130706433'])(
    'refuses to listen on "%s"',
    (host) => {
      expect(refusalOf(['--host', host], {})).toContain('only loopback is allowed');
    },
  );
});

describe('redacted', () => {
  it('shows every setting, and of a secret only whether it is set', () => {
    const secret = 'mysql://somebody:not-a-real-password@127.0.0.1/ironql';
    const config = readConfig(['--database-url', secret], { REDIS_URL: 'redis://:not-a-real-password@127.0.0.1' });
    expect(redacted(config)).toEqual({ ...config, databaseUrl: '******', redisUrl: '******' });
    expect(redacted(readConfig([], {}))['databaseUrl']).toBe('');
  });
});

describe('describeSettings', () => {
  it('names each setting as flag and as variable, with its meaning', () => {
    const help = describeSettings();
    for (const name of Object.keys(readConfig([], {}))) {
      const words = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(help).toContain(`--${words}\n`);
      expect(help).toContain(`IRONQL_${words.replaceAll('-', '_').toUpperCase()}`);
    }
  });
});

let files = 0;
function file(content: string): string {
  const path = join(folder, `settings-${(files += 1)}.yaml`);
  writeFileSync(path, content);
  return path;
}

function refusalOf(flags: readonly string[], environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(flags, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '(accepted)';
}
