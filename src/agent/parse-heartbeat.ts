/** What an agent sends when it calls, as the protocol has it by version. Everything else is refused with the field's name. */
import { X509Certificate } from 'node:crypto';
import {
  AGENT_STATUSES,
  AgentRefusal,
  whyCallbackRefused,
  type AgentStatus,
  type CallbackRules,
} from '../domain/agent.ts';
import type { Heartbeat } from '../services/agent/heartbeat.ts';
import { API } from './api-version.ts';

type Json = Readonly<Record<string, unknown>>;

/** Longest texts, in characters: as the table `agents` has them. */
const MAX_URL = 255;
const MAX_VERSION = 64;
const MAX_TOKEN = 255;
const MAX_CERTIFICATE = 32_768;
const MAX_STATUS_MESSAGE = 1_024;

/** From which version on a field may be sent. */
const SINCE: Readonly<Record<string, number>> = {
  agent_version: API.AGENT_VERSION,
  agent_token: API.AGENT_TOKEN,
  agent_verify_ca: API.AGENT_VERIFY_CA,
  agent_status: API.AGENT_STATUS,
  agent_status_message: API.AGENT_STATUS,
};

/**
 * @param from the address that the request came from
 * @throws {AgentRefusal} MALFORMED, TOKEN, CALLBACK
 */
export function parseHeartbeat(body: Json, version: number, from: string, rules: CallbackRules): Heartbeat {
  for (const [field, since] of Object.entries(SINCE)) {
    if (isGiven(body, field) && version < since) throw malformed(`Field "${field}" not recognised in this version.`);
  }
  const callbackUrl = textOf(body, 'callback_url', MAX_URL);
  if (callbackUrl === null) throw malformed('Field "callback_url" is missing.');
  const reason = whyCallbackRefused(callbackUrl, from, rules);
  if (reason !== null) throw new AgentRefusal('CALLBACK', `Field "callback_url" is refused: ${reason}.`);
  const token = textOf(body, 'agent_token', MAX_TOKEN);
  if (token === null) throw new AgentRefusal('TOKEN', 'Agent token is required for heartbeat processing.');
  const status = statusOf(body);
  const agentVersion = textOf(body, 'agent_version', MAX_VERSION);
  if (agentVersion === null && status === null) throw malformed('Field "agent_version" is missing.');
  return {
    callbackUrl: callbackUrl === '' ? null : callbackUrl,
    token,
    version: agentVersion,
    verifyCa: certificateOf(body),
    status,
    statusMessage: statusMessageOf(body, token),
  };
}

const malformed = (message: string): AgentRefusal => new AgentRefusal('MALFORMED', message);

const isGiven = (body: Json, field: string): boolean =>
  Object.hasOwn(body, field) && body[field] !== null && body[field] !== undefined;

/** Null: it was not given. */
function textOf(body: Json, field: string, maxLength: number): string | null {
  if (!isGiven(body, field)) return null;
  const value = body[field];
  if (typeof value !== 'string') throw malformed(`Field "${field}" must be a text.`);
  if (value.length > maxLength) throw malformed(`Field "${field}" is longer than ${maxLength} characters.`);
  if (/[\p{Cc}\p{Cs}]/u.test(value)) throw malformed(`Field "${field}" holds characters that no such text has.`);
  return value;
}

function statusOf(body: Json): AgentStatus | null {
  const text = textOf(body, 'agent_status', MAX_VERSION);
  const status = AGENT_STATUSES.find((known) => known === text);
  if (text !== null && status === undefined) {
    throw malformed(`Agent status is invalid. Valid states are ${AGENT_STATUSES.join(',')}.`);
  }
  return status ?? null;
}

/** One certificate, read before anybody is to trust it. */
function certificateOf(body: Json): string | null {
  if (!isGiven(body, 'agent_verify_ca')) return null;
  const value = body['agent_verify_ca'];
  if (typeof value === 'string' && value.length <= MAX_CERTIFICATE) {
    try {
      return new X509Certificate(value).toString();
    } catch {
      // what it is instead is not said: it came from a stranger
    }
  }
  throw malformed('Field "agent_verify_ca" is no certificate in PEM.');
}

/** Text for people, from a script of which nobody knows what it repeats: cut, on one line, and without the token. */
function statusMessageOf(body: Json, token: string): string | null {
  if (!isGiven(body, 'agent_status_message')) return null;
  const value = body['agent_status_message'];
  if (typeof value !== 'string') throw malformed('Field "agent_status_message" must be a text.');
  const masked = token === '' ? value : value.replaceAll(token, '******');
  return masked.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, MAX_STATUS_MESSAGE);
}
