import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as Amazon ECR answers them, seen through `aws ecr` and `docker`.

const place = (name: string, registryId: string) =>
  `the repository with name '${name}' in the registry with id '${registryId}'`;

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const invalidNextToken = () => invalidParameter("Invalid parameter at 'nextToken'");

export const repositoryNotFound = (name: string, registryId: string) =>
  new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );

export const repositoryAlreadyExists = (name: string, registryId: string) =>
  new AwsError(
    'RepositoryAlreadyExistsException',
    `The repository with name '${name}' already exists in the registry with id '${registryId}'`,
  );

export const repositoryNotEmpty = (name: string, registryId: string) =>
  new AwsError(
    'RepositoryNotEmptyException',
    `The repository with name '${name}' in registry with id '${registryId}' cannot be deleted because it still contains images`,
  );

export const lifecyclePolicyNotFound = (name: string, registryId: string) =>
  new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for ${place(name, registryId)}`,
  );

export const lifecyclePreviewNotFound = (name: string, registryId: string) =>
  new AwsError(
    'LifecyclePolicyPreviewNotFoundException',
    `There is no lifecycle policy preview for ${place(name, registryId)}`,
  );

export const repositoryPolicyNotFound = (name: string, registryId: string) =>
  new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for ${place(name, registryId)}`,
  );

export const imageNotFound = (
  digest: string | undefined,
  tag: string | undefined,
  name: string,
  registryId: string,
) =>
  new AwsError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${digest ?? 'null'}', imageTag:'${tag ?? 'null'}'} does not exist within ${place(name, registryId)}`,
  );

export const imageAlreadyExists = (digest: string, tag: string | undefined, name: string) =>
  new AwsError(
    'ImageAlreadyExistsException',
    `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${name}'`,
  );

export const imageTagAlreadyExists = (tag: string, name: string) =>
  new AwsError(
    'ImageTagAlreadyExistsException',
    `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
  );

export const layersNotFound = (digests: readonly string[], name: string, registryId: string) =>
  new AwsError(
    'LayersNotFoundException',
    `The layers with digests [${digests.join(', ')}] do not exist in ${place(name, registryId)}`,
  );

export const referencedImagesNotFound = (digests: readonly string[], name: string, registryId: string) =>
  new AwsError(
    'ReferencedImagesNotFoundException',
    `The referenced images with digests [${digests.join(', ')}] do not exist in ${place(name, registryId)}`,
  );

export const uploadNotFound = (uploadId: string, name: string, registryId: string) =>
  new AwsError(
    'UploadNotFoundException',
    `The upload with id '${uploadId}' does not exist in ${place(name, registryId)}`,
  );

export const invalidLayerPart = (lastByteReceived: number) =>
  new AwsError(
    'InvalidLayerPartException',
    `The layer part is invalid: it must begin right after byte ${lastByteReceived}.`,
  );

export const invalidLayer = (message: string) => new AwsError('InvalidLayerException', message);

export const scanNotFound = (digest: string, tag: string | undefined, name: string, registryId: string) =>
  new AwsError(
    'ScanNotFoundException',
    `Image scan does not exist for the image with '{imageDigest:'${digest}', imageTag:'${tag ?? 'null'}'}' in ${place(name, registryId)}`,
  );
