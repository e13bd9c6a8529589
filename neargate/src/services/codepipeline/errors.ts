import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as CodePipeline answers them.

export const validationException = (message: string) => new AwsError('ValidationException', message);

export const invalidStructure = (message: string) => new AwsError('InvalidStructureException', message);

export const invalidStage = (message: string) => new AwsError('InvalidStageDeclarationException', message);

export const invalidAction = (message: string) => new AwsError('InvalidActionDeclarationException', message);

export const invalidBlocker = () =>
  new AwsError('InvalidBlockerDeclarationException', 'Blockers are reserved for future use.');

export const pipelineNotFound = (accountId: string, name: string) =>
  new AwsError(
    'PipelineNotFoundException',
    `Account '${accountId}' does not have a pipeline with name '${name}'`,
  );

export const pipelineNameInUse = (accountId: string, name: string) =>
  new AwsError(
    'PipelineNameInUseException',
    `A pipeline with the name '${name}' already exists in account '${accountId}'`,
  );

export const versionNotFound = (name: string, version: number) =>
  new AwsError('PipelineVersionNotFoundException', `Pipeline '${name}' does not have a version ${version}`);

export const stageNotFound = (name: string, pipeline: string) =>
  new AwsError('StageNotFoundException', `Pipeline '${pipeline}' does not have a stage with name '${name}'`);

export const invalidWebhookFilter = (message: string) =>
  new AwsError('InvalidWebhookFilterPatternException', message);

export const invalidWebhookAuthentication = (message: string) =>
  new AwsError('InvalidWebhookAuthenticationParametersException', message);

export const invalidNextToken = () =>
  new AwsError('InvalidNextTokenException', 'The next token was specified in an invalid format.');

export const invalidArn = (arn: string) =>
  new AwsError('InvalidArnException', `The ARN '${arn}' is not valid.`);

export const resourceNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `The resource '${arn}' was not found.`);

export const tooManyTags = () =>
  new AwsError('TooManyTagsException', 'The tags limit for a resource has been exceeded.');

export const invalidTags = (message: string) => new AwsError('InvalidTagsException', message);

export const executionNotFound = (executionId: string, pipeline: string) =>
  new AwsError(
    'PipelineExecutionNotFoundException',
    `Pipeline '${pipeline}' does not have an execution with id '${executionId}'`,
  );

export const tooManyExecutions = (pipeline: string, most: number) =>
  new AwsError(
    'ConcurrentPipelineExecutionsLimitExceededException',
    `Pipeline '${pipeline}' has reached the limit of ${most} concurrent executions`,
  );

export const executionNotStoppable = (executionId: string, status: string) =>
  new AwsError(
    'PipelineExecutionNotStoppableException',
    `Pipeline execution '${executionId}' has the status ${status} and cannot be stopped`,
  );

export const duplicatedStopRequest = (executionId: string) =>
  new AwsError(
    'DuplicatedStopRequestException',
    `Pipeline execution '${executionId}' is already in a stopping state`,
  );

export const stageNotRetryable = (stage: string, why: string) =>
  new AwsError('StageNotRetryableException', `Stage '${stage}' cannot be retried: ${why}`);

export const notLatestExecution = (executionId: string, stage: string) =>
  new AwsError(
    'NotLatestPipelineExecutionException',
    `Pipeline execution '${executionId}' is not the latest one in stage '${stage}'`,
  );

export const unableToRollBack = (stage: string, why: string) =>
  new AwsError('UnableToRollbackStageException', `Stage '${stage}' cannot be rolled back: ${why}`);

export const executionOutdated = (executionId: string) =>
  new AwsError(
    'PipelineExecutionOutdatedException',
    `Pipeline execution '${executionId}' ran with another version of the pipeline's structure and cannot be the target of a rollback`,
  );

export const actionNotFound = (action: string, stage: string) =>
  new AwsError('ActionNotFoundException', `Stage '${stage}' does not have an action with name '${action}'`);

export const invalidApprovalToken = () =>
  new AwsError(
    'InvalidApprovalTokenException',
    'The approval request already received a response or has expired.',
  );

export const approvalAlreadyCompleted = () =>
  new AwsError(
    'ApprovalAlreadyCompletedException',
    'The approval action has already been approved or rejected.',
  );
