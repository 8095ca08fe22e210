import type { StreamFormat } from './format.ts';

const BOUNDARY = '\r\n--graphql';
/** Each part ends with the boundary of the next: a reader knows only by it that a part is whole. */
const part = (json: string): string => `\r\ncontent-type: application/json\r\n\r\n${json}${BOUNDARY}`;
const RESTARTING = '{"payload":null,"errors":[{"message":"Restarting","extensions":{"code":"SERVICE_UNAVAILABLE"}}]}';

/** Apollo's "multipart subscription protocol", version 1.0: what its HttpLink asks for by itself. */
export const multipart: StreamFormat = {
  transport: 'multipart',
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  begin: () => BOUNDARY,
  item: ({ json }) => part(`{"payload":${json}}`), // with the cursor in its extensions
  beat: part('{}'),
  complete: '--\r\n',
  comeBack: `${part(RESTARTING)}--\r\n`, // an error of the transport: a RetryLink asks again
};
