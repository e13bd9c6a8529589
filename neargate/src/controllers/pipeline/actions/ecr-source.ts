import type { DescribeImagesResponse, DescribeRepositoriesResponse } from '@aws-sdk/client-ecr';
import { writeZip } from '../../../drivers/zip/write-zip.ts';
import { invokeNow } from '../../../services/invoke.ts';
import { putOutput } from '../artifacts.ts';
import {
  ActionFailure,
  type ActionProvider,
  type ActionRun,
  defaultTimeoutMs,
  endsAtOnce,
} from './provider.ts';

/**
 * Finds an image and puts out `imageDetail.json`, which names it by its digest.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html
 */
export const ecrSource: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start(run) {
    const { context, configuration } = run;
    const { RepositoryName: repositoryName = '', ImageTag: tag = 'latest' } = configuration;
    const image = describeImage(run, repositoryName, tag);
    const { repositories: [repository] = [] } = invokeNow(
      'ecr',
      'DescribeRepositories',
      { repositoryNames: [repositoryName] },
      context,
    ) as DescribeRepositoriesResponse;
    const digest = image.imageDigest ?? '';
    const imageUri = `${repository?.repositoryUri ?? ''}@${digest}`;
    const detail = {
      ImageSizeInBytes: String(image.imageSizeInBytes ?? 0),
      ImageDigest: digest,
      Version: '1.0',
      ImagePushedAt: image.imagePushedAt?.toUTCString(),
      RegistryId: image.registryId,
      RepositoryName: repositoryName,
      ImageURI: imageUri,
      ImageTags: image.imageTags ?? [],
    };
    const content = await writeZip(
      [{ path: 'imageDetail.json', content: Buffer.from(JSON.stringify(detail)), mode: 0o100_644 }],
      image.imagePushedAt?.getTime() ?? 0,
    );
    return () => {
      putOutput(run, content);
      return {
        kind: 'succeeded',
        externalExecutionId: digest,
        revision: { revisionId: digest, createdAtMs: image.imagePushedAt?.getTime() },
        outputVariables: {
          ImageDigest: digest,
          ImageTag: tag,
          ImageURI: imageUri,
          RegistryId: image.registryId ?? '',
          RepositoryName: repositoryName,
        },
      };
    };
  },
  poll: endsAtOnce,
};

function describeImage({ context, sourceOverride }: ActionRun, repositoryName: string, tag: string) {
  if (sourceOverride !== undefined && sourceOverride.type !== 'IMAGE_DIGEST')
    throw new ActionFailure(
      'ConfigurationError',
      `An ECR source takes a revision of type IMAGE_DIGEST, not ${sourceOverride.type}.`,
    );
  const imageId = sourceOverride === undefined ? { imageTag: tag } : { imageDigest: sourceOverride.value };
  const { imageDetails: [image] = [] } = invokeNow(
    'ecr',
    'DescribeImages',
    { repositoryName, imageIds: [imageId] },
    context,
  ) as DescribeImagesResponse;
  if (image === undefined)
    throw new ActionFailure('ConfigurationError', `Repository '${repositoryName}' has no image '${tag}'.`);
  return image;
}
