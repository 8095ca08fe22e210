/** What a command or a request failed of, in the words in which the service reads it. */

export class AgentError extends Error {
  /** For people and for the service: `DeploymentError`, `ImageChecksumError`. */
  readonly type: string;
  /** HTTP's. */
  readonly code: number;
  readonly details: string;

  constructor(type: string, message: string, details: string, code = 500) {
    super(message);
    this.name = type;
    this.type = type;
    this.code = code;
    this.details = details;
  }
}

export const deploymentError = (details: string): AgentError =>
  new AgentError('DeploymentError', 'Error performing deployment.', details);

export const checksumError = (imageId: string, details: string): AgentError =>
  new AgentError('ImageChecksumError', `Error verifying image checksum: ${imageId}`, details);

export const downloadError = (imageId: string, details: string): AgentError =>
  new AgentError('ImageDownloadError', `Error downloading image: ${imageId}`, details);

export const invalidParams = (details: string): AgentError =>
  new AgentError('InvalidCommandParamsError', 'Invalid command parameters', details, 400);

export const noSuchDevice = (details: string): AgentError =>
  new AgentError('DeviceNotFound', 'Error finding the disk or partition device to deploy the image onto', details, 404);

export const versionMismatch = (expected: unknown, actual: unknown): AgentError =>
  new AgentError(
    'VersionMismatch',
    'Hardware manager version mismatch, reload agent with correct version',
    `Current versions: ${JSON.stringify(actual)}, versions used to get the steps: ${JSON.stringify(expected)}`,
  );
