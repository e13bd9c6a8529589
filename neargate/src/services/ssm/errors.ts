import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as AWS Systems Manager answers them, seen through `aws ssm`.

export const parameterNotFound = (name: string) =>
  new AwsError('ParameterNotFound', `Parameter ${name} not found.`);

/** AWS publishes parameters such as the newest machine images; nothing here knows their values. */
export const publicParameterNotFound = (name: string) =>
  new AwsError(
    'ParameterNotFound',
    `Parameter ${name} not found. Neargate does not have the public parameters that AWS publishes under /aws/.`,
  );

export const parameterAlreadyExists = () =>
  new AwsError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );

export const versionNotFound = (name: string, version: number) =>
  new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );

export const labelNotFound = (name: string, label: string) =>
  new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find label ${label} for parameter ${name}. Verify the label and try again.`,
  );

export const maxVersionsReached = (name: string, oldest: number) =>
  new AwsError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );

export const tooManyLabels = () =>
  new AwsError(
    'ParameterVersionLabelLimitExceeded',
    'A parameter version can have maximum 10 labels. Move one or more labels to another version and try again.',
  );

export const hierarchyTooDeep = (name: string, maxLevels: number) =>
  new AwsError(
    'HierarchyLevelLimitExceededException',
    `Hierarchy level limit exceeded: ${name} has more than ${maxLevels} levels.`,
  );

export const patternMismatch = (pattern: string) =>
  new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );

export const invalidAllowedPattern = (pattern: string) =>
  new AwsError(
    'InvalidAllowedPatternException',
    `The allowed pattern is not a regular expression: ${pattern}`,
  );

export const invalidPolicies = () =>
  new AwsError('InvalidPolicyAttributeException', 'The parameter policies are not a list in JSON.');

export const reservedName = (name: string) =>
  new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);

export const validationError = (message: string) => new AwsError('ValidationException', message);

export const invalidKeyId = (message: string) => new AwsError('InvalidKeyId', message);

export const invalidFilterKey = (key: string) =>
  new AwsError('InvalidFilterKey', `The filter key is not valid: ${key}`);

export const invalidFilterOption = (option: string) =>
  new AwsError('InvalidFilterOption', `The following filter option is not valid: ${option}`);

export const invalidResourceType = () =>
  new AwsError('InvalidResourceType', 'Neargate has parameters only among the resources that can be tagged.');

export const invalidResourceId = (id: string) =>
  new AwsError('InvalidResourceId', `The resource ID "${id}" is not valid. Verify the ID and try again.`);

export const invalidNextToken = () => new AwsError('InvalidNextToken', 'The specified token is not valid.');
