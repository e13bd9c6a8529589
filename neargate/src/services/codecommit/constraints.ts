import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of AWS CodeCommit (2015-04-13) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    BatchGetCommits: 'BatchGetCommitsInput',
    BatchGetRepositories: 'BatchGetRepositoriesInput',
    CreateBranch: 'CreateBranchInput',
    CreateCommit: 'CreateCommitInput',
    CreateRepository: 'CreateRepositoryInput',
    DeleteBranch: 'DeleteBranchInput',
    DeleteFile: 'DeleteFileInput',
    DeleteRepository: 'DeleteRepositoryInput',
    GetBlob: 'GetBlobInput',
    GetBranch: 'GetBranchInput',
    GetCommit: 'GetCommitInput',
    GetDifferences: 'GetDifferencesInput',
    GetFile: 'GetFileInput',
    GetFolder: 'GetFolderInput',
    GetRepository: 'GetRepositoryInput',
    GetRepositoryTriggers: 'GetRepositoryTriggersInput',
    ListBranches: 'ListBranchesInput',
    ListFileCommitHistory: 'ListFileCommitHistoryRequest',
    ListRepositories: 'ListRepositoriesInput',
    ListTagsForResource: 'ListTagsForResourceInput',
    PutFile: 'PutFileInput',
    PutRepositoryTriggers: 'PutRepositoryTriggersInput',
    TagResource: 'TagResourceInput',
    TestRepositoryTriggers: 'TestRepositoryTriggersInput',
    UntagResource: 'UntagResourceInput',
    UpdateDefaultBranch: 'UpdateDefaultBranchInput',
    UpdateRepositoryDescription: 'UpdateRepositoryDescriptionInput',
    UpdateRepositoryEncryptionKey: 'UpdateRepositoryEncryptionKeyInput',
    UpdateRepositoryName: 'UpdateRepositoryNameInput',
  },
  shapes: {
    BatchGetCommitsInput: {
      required: ['commitIds', 'repositoryName'],
      members: { repositoryName: 'RepositoryName' },
    },
    BatchGetRepositoriesInput: {
      required: ['repositoryNames'],
      members: { repositoryNames: 'RepositoryNameList' },
    },
    BranchName: { min: 1, max: 256 },
    BranchNameList: { each: 'BranchName' },
    CreateBranchInput: {
      required: ['repositoryName', 'branchName', 'commitId'],
      members: { repositoryName: 'RepositoryName', branchName: 'BranchName' },
    },
    CreateCommitInput: {
      required: ['repositoryName', 'branchName'],
      members: {
        repositoryName: 'RepositoryName',
        branchName: 'BranchName',
        putFiles: 'PutFileEntries',
        deleteFiles: 'DeleteFileEntries',
        setFileModes: 'SetFileModeEntries',
      },
    },
    CreateRepositoryInput: {
      required: ['repositoryName'],
      members: {
        repositoryName: 'RepositoryName',
        repositoryDescription: 'RepositoryDescription',
        tags: 'TagsMap',
        kmsKeyId: 'KmsKeyId',
      },
    },
    DeleteBranchInput: {
      required: ['repositoryName', 'branchName'],
      members: { repositoryName: 'RepositoryName', branchName: 'BranchName' },
    },
    DeleteFileEntries: { each: 'DeleteFileEntry' },
    DeleteFileEntry: { required: ['filePath'] },
    DeleteFileInput: {
      required: ['repositoryName', 'branchName', 'filePath', 'parentCommitId'],
      members: { repositoryName: 'RepositoryName', branchName: 'BranchName' },
    },
    DeleteRepositoryInput: { required: ['repositoryName'], members: { repositoryName: 'RepositoryName' } },
    FileContent: { max: 6291456 },
    FileModeTypeEnum: { enum: ['EXECUTABLE', 'NORMAL', 'SYMLINK'] },
    GetBlobInput: { required: ['repositoryName', 'blobId'], members: { repositoryName: 'RepositoryName' } },
    GetBranchInput: { members: { repositoryName: 'RepositoryName', branchName: 'BranchName' } },
    GetCommitInput: {
      required: ['repositoryName', 'commitId'],
      members: { repositoryName: 'RepositoryName' },
    },
    GetDifferencesInput: {
      required: ['repositoryName', 'afterCommitSpecifier'],
      members: { repositoryName: 'RepositoryName' },
    },
    GetFileInput: { required: ['repositoryName', 'filePath'], members: { repositoryName: 'RepositoryName' } },
    GetFolderInput: {
      required: ['repositoryName', 'folderPath'],
      members: { repositoryName: 'RepositoryName' },
    },
    GetRepositoryInput: { required: ['repositoryName'], members: { repositoryName: 'RepositoryName' } },
    GetRepositoryTriggersInput: {
      required: ['repositoryName'],
      members: { repositoryName: 'RepositoryName' },
    },
    KmsKeyId: { pattern: '^[a-zA-Z0-9:/_-]+$' },
    ListBranchesInput: { required: ['repositoryName'], members: { repositoryName: 'RepositoryName' } },
    ListFileCommitHistoryRequest: {
      required: ['repositoryName', 'filePath'],
      members: { repositoryName: 'RepositoryName' },
    },
    ListRepositoriesInput: { members: { sortBy: 'SortByEnum', order: 'OrderEnum' } },
    ListTagsForResourceInput: { required: ['resourceArn'] },
    OrderEnum: { enum: ['ascending', 'descending'] },
    PutFileEntries: { each: 'PutFileEntry' },
    PutFileEntry: {
      required: ['filePath'],
      members: {
        fileMode: 'FileModeTypeEnum',
        fileContent: 'FileContent',
        sourceFile: 'SourceFileSpecifier',
      },
    },
    PutFileInput: {
      required: ['repositoryName', 'branchName', 'fileContent', 'filePath'],
      members: {
        repositoryName: 'RepositoryName',
        branchName: 'BranchName',
        fileContent: 'FileContent',
        fileMode: 'FileModeTypeEnum',
      },
    },
    PutRepositoryTriggersInput: {
      required: ['repositoryName', 'triggers'],
      members: { repositoryName: 'RepositoryName', triggers: 'RepositoryTriggersList' },
    },
    RepositoryDescription: { max: 1000 },
    RepositoryName: { pattern: String.raw`[\w\.-]+`, min: 1, max: 100 },
    RepositoryNameList: { each: 'RepositoryName' },
    RepositoryTrigger: {
      required: ['name', 'destinationArn', 'events'],
      members: { branches: 'BranchNameList', events: 'RepositoryTriggerEventList' },
    },
    RepositoryTriggerEventEnum: { enum: ['all', 'updateReference', 'createReference', 'deleteReference'] },
    RepositoryTriggerEventList: { each: 'RepositoryTriggerEventEnum' },
    RepositoryTriggersList: { each: 'RepositoryTrigger' },
    SetFileModeEntries: { each: 'SetFileModeEntry' },
    SetFileModeEntry: { required: ['filePath', 'fileMode'], members: { fileMode: 'FileModeTypeEnum' } },
    SortByEnum: { enum: ['repositoryName', 'lastModifiedDate'] },
    SourceFileSpecifier: { required: ['filePath'] },
    TagKey: { min: 1, max: 128 },
    TagKeysList: { each: 'TagKey' },
    TagResourceInput: { required: ['resourceArn', 'tags'], members: { tags: 'TagsMap' } },
    TagValue: { max: 256 },
    TagsMap: { keys: 'TagKey', values: 'TagValue' },
    TestRepositoryTriggersInput: {
      required: ['repositoryName', 'triggers'],
      members: { repositoryName: 'RepositoryName', triggers: 'RepositoryTriggersList' },
    },
    UntagResourceInput: { required: ['resourceArn', 'tagKeys'], members: { tagKeys: 'TagKeysList' } },
    UpdateDefaultBranchInput: {
      required: ['repositoryName', 'defaultBranchName'],
      members: { repositoryName: 'RepositoryName', defaultBranchName: 'BranchName' },
    },
    UpdateRepositoryDescriptionInput: {
      required: ['repositoryName'],
      members: { repositoryName: 'RepositoryName', repositoryDescription: 'RepositoryDescription' },
    },
    UpdateRepositoryEncryptionKeyInput: {
      required: ['repositoryName', 'kmsKeyId'],
      members: { repositoryName: 'RepositoryName', kmsKeyId: 'KmsKeyId' },
    },
    UpdateRepositoryNameInput: {
      required: ['oldName', 'newName'],
      members: { oldName: 'RepositoryName', newName: 'RepositoryName' },
    },
  },
};
