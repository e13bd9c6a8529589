import { type MemberAnswers, refusalBy } from '../member-answers.ts';
import * as errors from './errors.ts';

/** CodeCommit has an exception for each member. https://docs.aws.amazon.com/codecommit/latest/APIReference/CommonErrors.html */
const answers: Readonly<Record<string, MemberAnswers>> = {
  BranchName: { missing: errors.branchNameRequired, wrong: errors.invalidBranchName },
  FileContent: { missing: errors.fileContentRequired, wrong: errors.fileContentTooLarge },
  FileModeTypeEnum: { missing: errors.fileModeRequired, wrong: errors.invalidFileMode },
  KmsKeyId: { missing: errors.encryptionKeyRequired, wrong: errors.encryptionKeyInvalidId },
  OrderEnum: { wrong: errors.invalidOrder },
  RepositoryDescription: { wrong: errors.invalidDescription },
  RepositoryName: { missing: errors.repositoryNameRequired, wrong: errors.invalidRepositoryName },
  SortByEnum: { wrong: errors.invalidSortBy },
  afterCommitSpecifier: { missing: errors.commitRequired },
  blobId: { missing: errors.blobIdRequired },
  commitId: { missing: errors.commitIdRequired },
  commitIds: { missing: errors.commitIdsListRequired },
  destinationArn: { missing: errors.triggerDestinationRequired },
  events: { missing: errors.triggerEventsRequired, wrong: errors.invalidTriggerEvents },
  filePath: { missing: errors.pathRequired },
  folderPath: { missing: errors.pathRequired },
  name: { missing: errors.triggerNameRequired },
  parentCommitId: { missing: errors.parentCommitIdRequired },
  repositoryNames: { missing: errors.repositoryNamesRequired },
  resourceArn: { missing: errors.resourceArnRequired },
  tagKeys: { missing: errors.tagKeysRequired, wrong: errors.invalidTagKeys },
  tags: { missing: errors.tagsMapRequired, wrong: errors.invalidTags },
  triggers: { missing: errors.triggersRequired },
};

export const codecommitRefusal = refusalBy(answers);
