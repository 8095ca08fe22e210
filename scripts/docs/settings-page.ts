import { SETTINGS } from '../../src/config.ts';
import { code, madeFrom, table } from './markdown.ts';

export function settingsPage(): string {
  return `${madeFrom('src/config.ts')}

# Settings

Each setting can be given in four places. The later one wins: its default, a YAML file, the environment, a flag.

\`\`\`sh
npm start -- --port 8080                      # a flag: behind "--", npm passes it on
IRONQL_PORT=8080 npm start                    # the environment
IRONQL_DATABASE_URL_FILE=/run/secrets/url npm start   # … from a file, for secrets
npm start -- --config ironql.yaml             # a file: "port: 8080", one on a line; IRONQL_CONFIG names it as well
node dist/main.js config print                # what holds now, secrets hidden
\`\`\`

An unknown name or a value that cannot be stops the start and says what was meant. \`DATABASE_URL\` is read as
\`IRONQL_DATABASE_URL\`, and \`REDIS_URL\` as \`IRONQL_REDIS_URL\`. Two rules go over several settings: \`leaseExpiryMs\` is at least twice \`leasePeriodMs\`, and
\`safetyMarginMs\` at most half of \`leaseExpiryMs\`.

${table(
  ['Setting (in a file)', 'Flag', 'Environment', 'Default', 'May be', 'Meaning'],
  Object.entries(SETTINGS).map(([name, setting]) => [
    code(name),
    code(`--${kebab(name)}`),
    code(`IRONQL_${kebab(name).replaceAll('-', '_').toUpperCase()}`),
    setting.default === '' ? 'empty' : code(String(setting.default)),
    range(setting),
    setting.meaning,
  ]),
)}

[operating.md](operating.md) says which of them belong together.
`;
}

function range(setting: (typeof SETTINGS)[keyof typeof SETTINGS]): string {
  switch (setting.type) {
    case 'text':
      return 'isSecret' in setting ? 'text, secret' : 'text';
    case 'choice':
      return setting.choices.map(code).join(', ');
    case 'integer':
      return `${setting.min} to ${setting.max}`;
    case 'boolean':
      return '`true`, `false`';
  }
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
