import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../core/aws-error.ts';
import type { IdSource } from '../../core/ids.ts';
import { codepipelineTablesOf, versionKey } from '../../services/codepipeline/store.ts';
import type { ArtifactLocation } from '../../services/codepipeline/store.ts';
import { invokeNow } from '../../services/invoke.ts';
import { ActionFailure, type ActionRun } from './actions/provider.ts';

/** Where the artifacts of actions in a region are kept. */
export function artifactStoreOf({ artifactStore, artifactStores }: PipelineDeclaration, region: string) {
  return artifactStore ?? artifactStores?.[region];
}

/**
 * New places for an action's outputs: `<pipeline, 20 characters>/<artifact, 10 characters>/<7 random ones>`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts.html#concepts-artifacts
 */
export function newOutputLocations(
  declaration: PipelineDeclaration,
  { outputArtifacts = [], region }: ActionDeclaration,
  pipelineRegion: string,
  ids: IdSource,
): ArtifactLocation[] {
  const bucket = artifactStoreOf(declaration, region ?? pipelineRegion)?.location ?? '';
  return outputArtifacts.map(({ name = '' }) => ({
    name,
    bucket,
    key: `${(declaration.name ?? '').slice(0, 20)}/${name.slice(0, 10)}/${ids.alphanumeric(7)}`,
  }));
}

/** Puts the contents of an action's output into its place. Throws AwsError when the bucket is not there. */
export function putOutput(run: ActionRun, content: Uint8Array): void {
  const { context, row } = run;
  const [location] = row.outputArtifacts;
  if (location === undefined) return;
  const version = codepipelineTablesOf(context).versions.get(
    versionKey(row.pipelineName, row.pipelineVersion),
  );
  const key = version && artifactStoreOf(version.declaration, row.region)?.encryptionKey?.id;
  try {
    invokeNow(
      's3',
      'PutObject',
      {
        Bucket: location.bucket,
        Key: location.key,
        Body: content,
        ContentType: 'application/zip',
        ServerSideEncryption: 'aws:kms',
        ...(key === undefined ? {} : { SSEKMSKeyId: key }),
      },
      context,
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ActionFailure(
      'ConfigurationError',
      `The artifact could not be put into the pipeline's artifact bucket '${location.bucket}': ${error.message}`,
    );
  }
}

/** The contents of an input artifact. */
export function readInput(run: ActionRun, location: ArtifactLocation): Uint8Array {
  const { bucket, key } = location;
  try {
    const { Body } = invokeNow('s3', 'GetObject', { Bucket: bucket, Key: key }, run.context) as {
      Body?: Uint8Array;
    };
    return Body ?? new Uint8Array(0);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ActionFailure(
      'PermissionError',
      `Unable to access the artifact with Amazon S3 object key '${key}' located in the Amazon S3 artifact bucket '${bucket}'. ${error.message}`,
    );
  }
}

/** The only input artifact of an action that has exactly one. */
export function onlyInput({ row }: ActionRun): ArtifactLocation {
  const [location] = row.inputArtifacts;
  if (location === undefined)
    throw new ActionFailure('ConfigurationError', `Action '${row.actionName}' has no input artifact.`);
  return location;
}
