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

export const pathRequired = () =>
  new AwsError('PathRequiredException', 'The folderPath for a location cannot be null.');

export const invalidPath = (path: string) =>
  new AwsError('InvalidPathException', `The specified path '${path}' is not valid.`);

export const pathDoesNotExist = (path: string) =>
  new AwsError('PathDoesNotExistException', `The specified path ${path} does not exist.`);

export const fileDoesNotExist = (path: string) =>
  new AwsError('FileDoesNotExistException', `Could not find path ${path}`);

export const folderDoesNotExist = (path: string) =>
  new AwsError('FolderDoesNotExistException', `Could not find path ${path}`);

export const fileTooLarge = () =>
  new AwsError(
    'FileTooLargeException',
    'The specified file exceeds the file size limit for AWS CodeCommit. The limit is 6 MB.',
  );

export const blobIdRequired = () =>
  new AwsError('BlobIdRequiredException', 'A blob ID is required, but was not specified.');

export const invalidBlobId = (id: string) =>
  new AwsError('InvalidBlobIdException', `The specified blob ID '${id}' is not valid.`);

export const blobIdDoesNotExist = (id: string) =>
  new AwsError('BlobIdDoesNotExistException', `Blob ${id} does not exist`);

export const invalidMaxResults = () =>
  new AwsError('InvalidMaxResultsException', 'The specified number of maximum results is not valid.');

export const parentCommitIdRequired = () =>
  new AwsError(
    'ParentCommitIdRequiredException',
    'A parent commit ID is required. To view the full commit ID of a branch in a repository, use GetBranch or a Git command (for example, git pull or git log).',
  );

export const invalidParentCommitId = (id: string) =>
  new AwsError(
    'InvalidParentCommitIdException',
    `The parent commit ID '${id}' is not valid. The commit ID cannot be empty, and must match the head commit ID for the branch of the repository where you want to add or update a file.`,
  );

export const parentCommitDoesNotExist = () =>
  new AwsError(
    'ParentCommitDoesNotExistException',
    'The parent commit ID is not valid because it does not exist. The specified parent commit ID does not exist in the specified branch of the repository.',
  );

export const parentCommitIdOutdated = () =>
  new AwsError(
    'ParentCommitIdOutdatedException',
    'The file could not be added because the provided parent commit ID is not the current tip of the specified branch. To view the full commit ID of the current head of the branch, use GetBranch.',
  );

export const fileEntryRequired = () =>
  new AwsError(
    'FileEntryRequiredException',
    'The commit cannot be created because no files have been specified as added, updated, or changed (PutFile or DeleteFile) for the commit.',
  );

export const tooManyFileEntries = () =>
  new AwsError(
    'MaximumFileEntriesExceededException',
    'The number of specified files to change as part of this commit exceeds the maximum number of files that can be changed in a single commit. Consider using a Git client for these changes.',
  );

export const fileEntryConflict = (code: string, path: string) =>
  new AwsError(
    code,
    `The commit cannot be created because the file ${path} is named more than once among the files to add, delete and change.`,
  );

export const fileContentRequired = () =>
  new AwsError(
    'FileContentRequiredException',
    'The file cannot be added because it is empty. Empty files cannot be added to the repository with this API.',
  );

export const fileContentTooLarge = () =>
  new AwsError(
    'FileContentSizeLimitExceededException',
    'The file cannot be added because it is too large. The maximum file size is 6 MB, and the combined file content change size is 7 MB. Consider making these changes using a Git client.',
  );

export const contentOrSourceRequired = () =>
  new AwsError(
    'SourceFileOrContentRequiredException',
    'The commit cannot be created because no source files or file content have been specified for the commit.',
  );

export const contentAndSource = () =>
  new AwsError(
    'FileContentAndSourceFileSpecifiedException',
    'The commit cannot be created because both a source file and file content have been specified for the same file. You cannot provide both. Either specify a source file or provide the file content directly.',
  );

export const sameFileContent = () =>
  new AwsError(
    'SameFileContentException',
    'The file was not added or updated because the content of the file is exactly the same as the content of that file in the repository and branch that you specified.',
  );

export const noChange = () =>
  new AwsError(
    'NoChangeException',
    'The commit cannot be created because no changes will be made to the repository as a result of this commit. A commit must contain at least one change.',
  );

export const directoryNameConflict = (path: string) =>
  new AwsError(
    'DirectoryNameConflictsWithFileNameException',
    `A file cannot be added to the repository because a folder on the path ${path} has the same name as a file that already exists in this repository.`,
  );

export const fileNameConflict = (path: string) =>
  new AwsError(
    'FileNameConflictsWithDirectoryNameException',
    `A file cannot be added to the repository because the specified file name ${path} has the same name as a directory in this repository.`,
  );

export const invalidFileMode = (mode: string) =>
  new AwsError(
    'InvalidFileModeException',
    `The file mode '${mode}' is not valid. Valid values are EXECUTABLE, NORMAL and SYMLINK.`,
  );

export const fileModeRequired = () =>
  new AwsError(
    'FileModeRequiredException',
    'The commit cannot be created because no file mode has been specified. A file mode is required to update mode permissions for a file.',
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

export const invalidTags = () => new AwsError('InvalidTagsMapException', 'The map of tags is not valid.');

export const invalidTagKeys = () =>
  new AwsError('InvalidTagKeysListException', 'The list of tags is not valid.');

export const triggersRequired = () =>
  new AwsError('RepositoryTriggersListRequiredException', 'The list of triggers is required.');

export const tooManyTriggers = () =>
  new AwsError('MaximumRepositoryTriggersExceededException', 'The number of triggers allowed was exceeded.');

export const triggerNameRequired = () =>
  new AwsError('RepositoryTriggerNameRequiredException', 'A name for the trigger is required.');

export const triggerDestinationRequired = () =>
  new AwsError(
    'RepositoryTriggerDestinationArnRequiredException',
    'A destination ARN for the target service for the trigger is required.',
  );

export const triggerEventsRequired = () =>
  new AwsError(
    'RepositoryTriggerEventsListRequiredException',
    'At least one event for the trigger is required.',
  );

export const invalidTriggerEvents = () =>
  new AwsError('InvalidRepositoryTriggerEventsException', 'One or more events are not valid.');

/** One of the many codes about a single trigger, such as `InvalidRepositoryTriggerNameException`. */
export const invalidTrigger = (code: string, message: string) => new AwsError(code, message);
