import { constraints } from './constraints.ts';
import { policyEffect } from '../iam/authorization/policy-effect.ts';
import type { ServiceDefinition } from '../operation.ts';
import { getAuthorizationToken } from './operations/get-authorization-token.ts';
import {
  batchDeleteImage,
  batchGetImage,
  describeImages,
  describeImageScanFindings,
  listImages,
  startImageScan,
} from './operations/images.ts';
import { getLifecyclePolicyPreview, startLifecyclePolicyPreview } from './operations/lifecycle-preview.ts';
import {
  batchCheckLayerAvailability,
  completeLayerUpload,
  getDownloadUrlForLayer,
  initiateLayerUpload,
  uploadLayerPart,
} from './operations/layers.ts';
import {
  deleteLifecyclePolicy,
  deleteRepositoryPolicy,
  getLifecyclePolicy,
  getRepositoryPolicy,
  putLifecyclePolicy,
  setRepositoryPolicy,
} from './operations/policies.ts';
import { putImage } from './operations/put-image.ts';
import {
  createRepository,
  deleteRepository,
  describeRepositories,
  putImageScanningConfiguration,
  putImageTagMutability,
} from './operations/repositories.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';

/** Amazon Elastic Container Registry. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html */
export const ecr = {
  signingName: 'ecr',
  protocol: 'json',
  targetPrefix: 'AmazonEC2ContainerRegistry_V20150921',
  jsonVersion: '1.1',
  apiVersion: '2015-09-21',
  validationErrorCode: 'InvalidParameterException',
  constraints,
  operations: {
    BatchCheckLayerAvailability: batchCheckLayerAvailability,
    BatchDeleteImage: batchDeleteImage,
    BatchGetImage: batchGetImage,
    CompleteLayerUpload: completeLayerUpload,
    CreateRepository: createRepository,
    DeleteLifecyclePolicy: deleteLifecyclePolicy,
    DeleteRepository: deleteRepository,
    DeleteRepositoryPolicy: deleteRepositoryPolicy,
    DescribeImageScanFindings: describeImageScanFindings,
    DescribeImages: describeImages,
    DescribeRepositories: describeRepositories,
    GetAuthorizationToken: getAuthorizationToken,
    GetDownloadUrlForLayer: getDownloadUrlForLayer,
    GetLifecyclePolicy: getLifecyclePolicy,
    GetLifecyclePolicyPreview: getLifecyclePolicyPreview,
    GetRepositoryPolicy: getRepositoryPolicy,
    InitiateLayerUpload: initiateLayerUpload,
    ListImages: listImages,
    ListTagsForResource: listTagsForResource,
    PutImage: putImage,
    PutImageScanningConfiguration: putImageScanningConfiguration,
    PutImageTagMutability: putImageTagMutability,
    PutLifecyclePolicy: putLifecyclePolicy,
    SetRepositoryPolicy: setRepositoryPolicy,
    StartImageScan: startImageScan,
    StartLifecyclePolicyPreview: startLifecyclePolicyPreview,
    TagResource: tagResource,
    UntagResource: untagResource,
    UploadLayerPart: uploadLayerPart,
  },
  stored: {
    SetRepositoryPolicy: policyEffect,
    PutImageScanningConfiguration: 'nothing scans',
    StartImageScan: 'the scan fails and says that nothing scans here',
  },
} satisfies ServiceDefinition;
