/** What a JSON column holds: always an object at the top (a bare text would be parsed twice, stack note 8.4). */
export type JsonObject = Readonly<Record<string, unknown>>;
