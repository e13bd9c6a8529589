import type { ServiceConstraints } from '../service-constraints.ts';

/**
 * What the public service model of Amazon Elastic Container Registry (2015-09-21) demands of the inputs of the
 * operations served here; written by `build/service-constraints.mjs`.
 */
export const constraints: ServiceConstraints = {
  inputs: {
    BatchCheckLayerAvailability: 'BatchCheckLayerAvailabilityRequest',
    BatchDeleteImage: 'BatchDeleteImageRequest',
    BatchGetImage: 'BatchGetImageRequest',
    CompleteLayerUpload: 'CompleteLayerUploadRequest',
    CreateRepository: 'CreateRepositoryRequest',
    DeleteLifecyclePolicy: 'DeleteLifecyclePolicyRequest',
    DeleteRepository: 'DeleteRepositoryRequest',
    DeleteRepositoryPolicy: 'DeleteRepositoryPolicyRequest',
    DescribeImageScanFindings: 'DescribeImageScanFindingsRequest',
    DescribeImages: 'DescribeImagesRequest',
    DescribeRepositories: 'DescribeRepositoriesRequest',
    GetAuthorizationToken: 'GetAuthorizationTokenRequest',
    GetDownloadUrlForLayer: 'GetDownloadUrlForLayerRequest',
    GetLifecyclePolicy: 'GetLifecyclePolicyRequest',
    GetLifecyclePolicyPreview: 'GetLifecyclePolicyPreviewRequest',
    GetRepositoryPolicy: 'GetRepositoryPolicyRequest',
    InitiateLayerUpload: 'InitiateLayerUploadRequest',
    ListImages: 'ListImagesRequest',
    ListTagsForResource: 'ListTagsForResourceRequest',
    PutImage: 'PutImageRequest',
    PutImageScanningConfiguration: 'PutImageScanningConfigurationRequest',
    PutImageTagMutability: 'PutImageTagMutabilityRequest',
    PutLifecyclePolicy: 'PutLifecyclePolicyRequest',
    SetRepositoryPolicy: 'SetRepositoryPolicyRequest',
    StartImageScan: 'StartImageScanRequest',
    StartLifecyclePolicyPreview: 'StartLifecyclePolicyPreviewRequest',
    TagResource: 'TagResourceRequest',
    UntagResource: 'UntagResourceRequest',
    UploadLayerPart: 'UploadLayerPartRequest',
  },
  shapes: {
    BatchCheckLayerAvailabilityRequest: {
      required: ['repositoryName', 'layerDigests'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        layerDigests: 'BatchedOperationLayerDigestList',
      },
    },
    BatchDeleteImageRequest: {
      required: ['repositoryName', 'imageIds'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        imageIds: 'ImageIdentifierList',
      },
    },
    BatchGetImageRequest: {
      required: ['repositoryName', 'imageIds'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        imageIds: 'ImageIdentifierList',
        acceptedMediaTypes: 'MediaTypeList',
      },
    },
    BatchedOperationLayerDigest: { max: 1000 },
    BatchedOperationLayerDigestList: { min: 1, max: 100, each: 'BatchedOperationLayerDigest' },
    CompleteLayerUploadRequest: {
      required: ['repositoryName', 'uploadId', 'layerDigests'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        uploadId: 'UploadId',
        layerDigests: 'LayerDigestList',
      },
    },
    CreateRepositoryRequest: {
      required: ['repositoryName'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        tags: 'TagList',
        imageTagMutability: 'ImageTagMutability',
        imageTagMutabilityExclusionFilters: 'ImageTagMutabilityExclusionFilters',
        encryptionConfiguration: 'EncryptionConfiguration',
      },
    },
    DeleteLifecyclePolicyRequest: {
      required: ['repositoryName'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName' },
    },
    DeleteRepositoryPolicyRequest: {
      required: ['repositoryName'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName' },
    },
    DeleteRepositoryRequest: {
      required: ['repositoryName'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName' },
    },
    DescribeImageScanFindingsRequest: {
      required: ['repositoryName', 'imageId'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        imageId: 'ImageIdentifier',
        maxResults: 'MaxResults',
      },
    },
    DescribeImagesFilter: { members: { tagStatus: 'TagStatus', imageStatus: 'ImageStatusFilter' } },
    DescribeImagesRequest: {
      required: ['repositoryName'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        imageIds: 'ImageIdentifierList',
        maxResults: 'MaxResults',
        filter: 'DescribeImagesFilter',
      },
    },
    DescribeRepositoriesRequest: {
      members: { registryId: 'RegistryId', repositoryNames: 'RepositoryNameList', maxResults: 'MaxResults' },
    },
    EncryptionConfiguration: {
      required: ['encryptionType'],
      members: { encryptionType: 'EncryptionType', kmsKey: 'KmsKey' },
    },
    EncryptionType: { enum: ['AES256', 'KMS', 'KMS_DSSE'] },
    GetAuthorizationTokenRegistryIdList: { min: 1, max: 10, each: 'RegistryId' },
    GetAuthorizationTokenRequest: { members: { registryIds: 'GetAuthorizationTokenRegistryIdList' } },
    GetDownloadUrlForLayerRequest: {
      required: ['repositoryName', 'layerDigest'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName', layerDigest: 'LayerDigest' },
    },
    GetLifecyclePolicyPreviewRequest: {
      required: ['repositoryName'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        imageIds: 'ImageIdentifierList',
        maxResults: 'LifecyclePreviewMaxResults',
        filter: 'LifecyclePolicyPreviewFilter',
      },
    },
    GetLifecyclePolicyRequest: {
      required: ['repositoryName'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName' },
    },
    GetRepositoryPolicyRequest: {
      required: ['repositoryName'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName' },
    },
    ImageIdentifier: { members: { imageTag: 'ImageTag' } },
    ImageIdentifierList: { min: 1, max: 100, each: 'ImageIdentifier' },
    ImageManifest: { min: 1, max: 4194304 },
    ImageStatusFilter: { enum: ['ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY'] },
    ImageTag: { min: 1, max: 300 },
    ImageTagMutability: {
      enum: ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'],
    },
    ImageTagMutabilityExclusionFilter: {
      required: ['filterType', 'filter'],
      members: {
        filterType: 'ImageTagMutabilityExclusionFilterType',
        filter: 'ImageTagMutabilityExclusionFilterValue',
      },
    },
    ImageTagMutabilityExclusionFilterType: { enum: ['WILDCARD'] },
    ImageTagMutabilityExclusionFilterValue: { pattern: '^[0-9a-zA-Z._*-]{1,128}$', min: 1, max: 128 },
    ImageTagMutabilityExclusionFilters: { min: 1, max: 5, each: 'ImageTagMutabilityExclusionFilter' },
    InitiateLayerUploadRequest: {
      required: ['repositoryName'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName' },
    },
    KmsKey: { min: 1, max: 2048 },
    LayerDigest: { pattern: '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+' },
    LayerDigestList: { min: 1, max: 100, each: 'LayerDigest' },
    LayerPartBlob: { max: 20971520 },
    LifecyclePolicyPreviewFilter: { members: { tagStatus: 'TagStatus' } },
    LifecyclePolicyText: { min: 100, max: 30720 },
    LifecyclePreviewMaxResults: { min: 1, max: 100 },
    ListImagesFilter: { members: { tagStatus: 'TagStatus', imageStatus: 'ImageStatusFilter' } },
    ListImagesRequest: {
      required: ['repositoryName'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        maxResults: 'MaxResults',
        filter: 'ListImagesFilter',
      },
    },
    ListTagsForResourceRequest: { required: ['resourceArn'] },
    MaxResults: { min: 1, max: 1000 },
    MediaTypeList: { min: 1, max: 100 },
    PartSize: { min: 0 },
    PutImageRequest: {
      required: ['repositoryName', 'imageManifest'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        imageManifest: 'ImageManifest',
        imageTag: 'ImageTag',
      },
    },
    PutImageScanningConfigurationRequest: {
      required: ['repositoryName', 'imageScanningConfiguration'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName' },
    },
    PutImageTagMutabilityRequest: {
      required: ['repositoryName', 'imageTagMutability'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        imageTagMutability: 'ImageTagMutability',
        imageTagMutabilityExclusionFilters: 'ImageTagMutabilityExclusionFilters',
      },
    },
    PutLifecyclePolicyRequest: {
      required: ['repositoryName', 'lifecyclePolicyText'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        lifecyclePolicyText: 'LifecyclePolicyText',
      },
    },
    RegistryId: { pattern: '[0-9]{12}' },
    RepositoryName: {
      pattern: String.raw`[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*`,
      min: 2,
      max: 256,
    },
    RepositoryNameList: { min: 1, max: 100, each: 'RepositoryName' },
    RepositoryPolicyText: { max: 10240 },
    SetRepositoryPolicyRequest: {
      required: ['repositoryName', 'policyText'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        policyText: 'RepositoryPolicyText',
      },
    },
    StartImageScanRequest: {
      required: ['repositoryName', 'imageId'],
      members: { registryId: 'RegistryId', repositoryName: 'RepositoryName', imageId: 'ImageIdentifier' },
    },
    StartLifecyclePolicyPreviewRequest: {
      required: ['repositoryName'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        lifecyclePolicyText: 'LifecyclePolicyText',
      },
    },
    Tag: { required: ['Key', 'Value'] },
    TagList: { each: 'Tag' },
    TagResourceRequest: { required: ['resourceArn', 'tags'], members: { tags: 'TagList' } },
    TagStatus: { enum: ['TAGGED', 'UNTAGGED', 'ANY'] },
    UntagResourceRequest: { required: ['resourceArn', 'tagKeys'] },
    UploadId: { pattern: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}' },
    UploadLayerPartRequest: {
      required: ['repositoryName', 'uploadId', 'partFirstByte', 'partLastByte', 'layerPartBlob'],
      members: {
        registryId: 'RegistryId',
        repositoryName: 'RepositoryName',
        uploadId: 'UploadId',
        partFirstByte: 'PartSize',
        partLastByte: 'PartSize',
        layerPartBlob: 'LayerPartBlob',
      },
    },
  },
};
