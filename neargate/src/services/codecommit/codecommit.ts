import type { ServiceDefinition } from '../operation.ts';
import { createBranch, deleteBranch, getBranch, listBranches } from './operations/branches.ts';
import {
  batchGetRepositories,
  createRepository,
  deleteRepository,
  getRepository,
  listRepositories,
} from './operations/repositories.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import { getRepositoryTriggers, putRepositoryTriggers } from './operations/triggers.ts';
import {
  updateDefaultBranch,
  updateRepositoryDescription,
  updateRepositoryEncryptionKey,
  updateRepositoryName,
} from './operations/update-repository.ts';

/** AWS CodeCommit. https://docs.aws.amazon.com/codecommit/latest/APIReference/Welcome.html */
export const codecommit = {
  signingName: 'codecommit',
  protocol: 'json',
  targetPrefix: 'CodeCommit_20150413',
  jsonVersion: '1.1',
  apiVersion: '2015-04-13',
  validationErrorCode: 'InvalidParameterException',
  operations: {
    BatchGetRepositories: batchGetRepositories,
    CreateBranch: createBranch,
    CreateRepository: createRepository,
    DeleteBranch: deleteBranch,
    DeleteRepository: deleteRepository,
    GetBranch: getBranch,
    GetRepository: getRepository,
    GetRepositoryTriggers: getRepositoryTriggers,
    ListBranches: listBranches,
    ListRepositories: listRepositories,
    ListTagsForResource: listTagsForResource,
    PutRepositoryTriggers: putRepositoryTriggers,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateDefaultBranch: updateDefaultBranch,
    UpdateRepositoryDescription: updateRepositoryDescription,
    UpdateRepositoryEncryptionKey: updateRepositoryEncryptionKey,
    UpdateRepositoryName: updateRepositoryName,
  },
} satisfies ServiceDefinition;
