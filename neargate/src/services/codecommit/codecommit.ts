import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import { createBranch, deleteBranch, getBranch, listBranches } from './operations/branches.ts';
import { batchGetCommits, getCommit } from './operations/commits.ts';
import { createCommit, deleteFile, putFile } from './operations/create-commit.ts';
import { getDifferences, listFileCommitHistory } from './operations/differences.ts';
import { getBlob, getFile, getFolder } from './operations/files.ts';
import {
  batchGetRepositories,
  createRepository,
  deleteRepository,
  getRepository,
  listRepositories,
} from './operations/repositories.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import {
  getRepositoryTriggers,
  putRepositoryTriggers,
  testRepositoryTriggers,
} from './operations/triggers.ts';
import {
  updateDefaultBranch,
  updateRepositoryDescription,
  updateRepositoryEncryptionKey,
  updateRepositoryName,
} from './operations/update-repository.ts';
import { codecommitRefusal } from './refusal.ts';

/** AWS CodeCommit. https://docs.aws.amazon.com/codecommit/latest/APIReference/Welcome.html */
export const codecommit = {
  signingName: 'codecommit',
  protocol: 'json',
  targetPrefix: 'CodeCommit_20150413',
  jsonVersion: '1.1',
  apiVersion: '2015-04-13',
  validationErrorCode: 'InvalidParameterException',
  constraints,
  refusal: codecommitRefusal,
  operations: {
    BatchGetCommits: batchGetCommits,
    BatchGetRepositories: batchGetRepositories,
    CreateBranch: createBranch,
    CreateCommit: createCommit,
    CreateRepository: createRepository,
    DeleteBranch: deleteBranch,
    DeleteFile: deleteFile,
    DeleteRepository: deleteRepository,
    GetBlob: getBlob,
    GetBranch: getBranch,
    GetCommit: getCommit,
    GetDifferences: getDifferences,
    GetFile: getFile,
    GetFolder: getFolder,
    GetRepository: getRepository,
    GetRepositoryTriggers: getRepositoryTriggers,
    ListBranches: listBranches,
    ListFileCommitHistory: listFileCommitHistory,
    ListRepositories: listRepositories,
    ListTagsForResource: listTagsForResource,
    PutFile: putFile,
    PutRepositoryTriggers: putRepositoryTriggers,
    TagResource: tagResource,
    TestRepositoryTriggers: testRepositoryTriggers,
    UntagResource: untagResource,
    UpdateDefaultBranch: updateDefaultBranch,
    UpdateRepositoryDescription: updateRepositoryDescription,
    UpdateRepositoryEncryptionKey: updateRepositoryEncryptionKey,
    UpdateRepositoryName: updateRepositoryName,
  },
  stored: {
    PutRepositoryTriggers: 'topics are told of pushes, functions are not called',
    TestRepositoryTriggers: 'topics are told, and functions are said to have failed',
    UpdateRepositoryEncryptionKey: 'nothing is encrypted with it',
  },
} satisfies ServiceDefinition;
