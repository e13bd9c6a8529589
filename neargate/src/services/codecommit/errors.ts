import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as CodeCommit answers them.

export const repositoryNameRequired = () =>
  new AwsError('RepositoryNameRequiredException', 'A repository name is required, but was not specified.');

export const invalidRepositoryName = (name: string) =>
  new AwsError(
    'InvalidRepositoryNameException',
    `The repository name '${name}' is not valid. Repository names can be any valid combination of letters, numbers, periods, underscores, and dashes between 1 and 100 characters in length. Names are case sensitive, and cannot end in .git.`,
  );

export const repositoryDoesNotExist = (name: string) =>
  new AwsError('RepositoryDoesNotExistException', `${name} does not exist`);

export const repositoryNameExists = (name: string) =>
  new AwsError('RepositoryNameExistsException', `Repository named ${name} already exists`);

export const repositoryNamesRequired = () =>
  new AwsError(
    'RepositoryNamesRequiredException',
    'At least one repository name is required, but was not specified.',
  );

export const tooManyRepositoryNames = () =>
  new AwsError(
    'MaximumRepositoryNamesExceededException',
    'The maximum number of allowed repository names was exceeded. Currently, this number is 100.',
  );

export const invalidDescription = () =>
  new AwsError(
    'InvalidRepositoryDescriptionException',
    'The specified repository description is not valid. It can have at most 1000 characters.',
  );

export const branchNameRequired = () =>
  new AwsError('BranchNameRequiredException', 'A branch name is required, but was not specified.');

export const branchDoesNotExist = (name: string) =>
  new AwsError('BranchDoesNotExistException', `Branch ${name} does not exist`);

export const invalidBranchName = (name: string) =>
  new AwsError('InvalidBranchNameException', `The branch name '${name}' is not valid.`);

export const branchNameExists = (name: string) =>
  new AwsError('BranchNameExistsException', `Branch ${name} already exists`);

export const defaultBranchCannotBeDeleted = (name: string) =>
  new AwsError(
    'DefaultBranchCannotBeDeletedException',
    `The branch ${name} is the default branch of the repository and cannot be deleted. Make another branch the default branch first.`,
  );

/** A push came between the look at the branch and the change of it. */
export const referenceChangedMeanwhile = () =>
  new AwsError(
    'ConcurrentReferenceUpdateException',
    'The branch cannot be modified because it is currently being modified by another user. Wait a few minutes, and then try again.',
  );

export const commitIdRequired = () =>
  new AwsError('CommitIdRequiredException', 'A commit ID is required, but was not specified.');

export const invalidCommitId = (id: string) =>
  new AwsError('InvalidCommitIdException', `The commit ID '${id}' is not valid.`);

export const commitIdDoesNotExist = (id: string) =>
  new AwsError('CommitIdDoesNotExistException', `Commit ID ${id} does not exist`);

export const commitRequired = () => new AwsError('CommitRequiredException', 'A commit was not specified.');

export const invalidCommit = (specifier: string) =>
  new AwsError('InvalidCommitException', `The commit specifier '${specifier}' is not valid.`);

export const commitDoesNotExist = (specifier: string) =>
  new AwsError('CommitDoesNotExistException', `Commit ${specifier} does not exist`);

export const commitIdsListRequired = () =>
  new AwsError('CommitIdsListRequiredException', 'A list of commit IDs is required, but was not specified.');

export const commitIdsLimitExceeded = () =>
  new AwsError(
    'CommitIdsLimitExceededException',
    'The maximum number of allowed commit IDs in a batch request is 100.',
  );

export const encryptionKeyRequired = () =>
  new AwsError('EncryptionKeyRequiredException', 'A KMS encryption key is required.');

export const encryptionKeyInvalidId = (id: string) =>
  new AwsError('EncryptionKeyInvalidIdException', `The KMS encryption key ID '${id}' is not valid.`);

export const invalidContinuationToken = () =>
  new AwsError('InvalidContinuationTokenException', 'The specified continuation token is not valid.');

export const invalidSortBy = () =>
  new AwsError('InvalidSortByException', 'The specified sort by value is not valid.');

export const invalidOrder = () =>
  new AwsError('InvalidOrderException', 'The specified sort order is not valid.');

export const resourceArnRequired = () =>
  new AwsError('ResourceArnRequiredException', 'A valid Amazon Resource Name (ARN) is required.');

export const invalidResourceArn = () =>
  new AwsError('InvalidResourceArnException', 'The value for the resource ARN is not valid.');

export const tagsMapRequired = () => new AwsError('TagsMapRequiredException', 'A map of tags is required.');

export const tagKeysRequired = () =>
  new AwsError('TagKeysListRequiredException', 'A list of tag keys is required.');

export const tooManyTags = () =>
  new AwsError(
    'TooManyTagsException',
    'The maximum number of tags for an AWS CodeCommit resource has been exceeded.',
  );

export const invalidTags = (message: string) => new AwsError('InvalidTagsMapException', message);

export const triggersRequired = () =>
  new AwsError('RepositoryTriggersListRequiredException', 'The list of triggers is required.');

export const tooManyTriggers = () =>
  new AwsError('MaximumRepositoryTriggersExceededException', 'The number of triggers allowed was exceeded.');

/** One of the many codes about a single trigger, such as `InvalidRepositoryTriggerNameException`. */
export const invalidTrigger = (code: string, message: string) => new AwsError(code, message);
