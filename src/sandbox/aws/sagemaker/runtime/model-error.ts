import { SageMakerError } from '../errors.js';

/** An error response of a container. */
export class ContainerError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ContainerError';
  }
}

export interface ContainerLocation {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Name of the container; the only container of a model is `primary`. */
  readonly container: string;
}

/** Wraps the status and text of a container in an error 424, like the runtime. */
export function wrapContainerError(error: ContainerError, location: ContainerLocation): SageMakerError {
  const { endpoint, region, accountId, container } = location;
  const group = `/aws/sagemaker/Endpoints/${endpoint}`;
  const side = error.status >= 400 && error.status < 500 ? 'client' : 'server';
  return new SageMakerError(
    'ModelError',
    `Received ${side} error (${error.status}) from ${container} with message "${error.message}". See https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group} in account ${accountId} for more information.`,
    424,
    {
      OriginalStatusCode: error.status,
      OriginalMessage: error.message,
      LogStreamArn: `arn:aws:logs:${region}:${accountId}:log-group:${group}`,
    },
  );
}
