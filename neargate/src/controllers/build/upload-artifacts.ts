import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import { collectFiles, NoFilesError } from '../../drivers/build/collect-files.ts';
import { writeZip, type ZipEntry } from '../../drivers/zip/write-zip.ts';
import type { ProjectArtifacts } from '@aws-sdk/client-codebuild';
import type { ArtifactSpec, Buildspec } from '../../services/codebuild/buildspec/buildspec.ts';
import type { BuildArtifactRow, BuildRow, PipelineArtifact } from '../../services/codebuild/store.ts';
import type { OperationContext } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import { PhaseFailure } from './environment.ts';

export interface UploadRequest {
  readonly context: OperationContext;
  readonly row: BuildRow;
  readonly spec: Buildspec;
  readonly sourceDirectory: string;
  readonly say: (line: string) => void;
  /** What a name with shell expressions comes to. */
  readonly expand: (text: string) => Promise<string>;
}

export interface UploadedArtifacts {
  readonly artifacts?: BuildArtifactRow;
  readonly secondaryArtifacts: readonly BuildArtifactRow[];
}

/** The same files give the same bytes: ZIP's own first day. */
const zipTimeMs = Date.UTC(1980, 0, 1);

/**
 * Puts what the build has made where it belongs: the output artifacts of a pipeline's action, or the project's S3 artifacts.
 * @throws PhaseFailure in CodeBuild's words
 */
export async function uploadArtifacts(request: UploadRequest): Promise<UploadedArtifacts> {
  const { row } = request;
  if (row.pipelineOutput !== undefined) return toPipeline(request, row.pipelineOutput);
  const { artifacts, secondaryArtifacts } = row.settings;
  const primary = await toBucket(request, artifacts, request.spec.artifacts);
  const secondary: BuildArtifactRow[] = [];
  for (const settings of secondaryArtifacts) {
    const name = settings.artifactIdentifier ?? '';
    const uploaded = await toBucket(request, settings, specOf(request.spec, name));
    if (uploaded !== undefined) secondary.push({ ...uploaded, artifactIdentifier: name });
  }
  return { ...(primary === undefined ? {} : { artifacts: primary }), secondaryArtifacts: secondary };
}

/** One output is filled from `artifacts`, several each from the secondary artifact of its name. */
async function toPipeline(
  request: UploadRequest,
  outputs: readonly PipelineArtifact[],
): Promise<UploadedArtifacts> {
  const { spec } = request;
  const [only] = outputs;
  const uploaded: BuildArtifactRow[] = [];
  for (const output of outputs) {
    const own =
      outputs.length === 1 ? (spec.artifacts ?? specOf(spec, only?.name ?? '')) : specOf(spec, output.name);
    if (own === undefined) {
      throw new PhaseFailure(
        'CLIENT_ERROR',
        `no matching artifact paths found: the buildspec has no ${outputs.length === 1 ? 'artifacts' : `secondary-artifacts named ${output.name}`} for the output artifact ${output.name}`,
      );
    }
    const content = await zip(filesOf(request, own));
    put(request, output.bucket, output.key, content, true);
    uploaded.push(artifactRow(output.bucket, output.key, content));
  }
  const [artifacts, ...secondaryArtifacts] = uploaded;
  return { ...(artifacts === undefined ? {} : { artifacts }), secondaryArtifacts };
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html */
async function toBucket(
  request: UploadRequest,
  settings: ProjectArtifacts,
  spec: ArtifactSpec | undefined,
): Promise<BuildArtifactRow | undefined> {
  if (settings.type !== 'S3') return undefined;
  if (spec === undefined) {
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `no matching artifact paths found: the buildspec has no artifacts${settings.artifactIdentifier === undefined ? '' : ` named ${settings.artifactIdentifier}`}`,
    );
  }
  const isEncrypted = settings.encryptionDisabled !== true;
  const bucket = (settings.location ?? '').replace(/^arn:[\w-]+:s3:::/, '');
  const name =
    settings.overrideArtifactName === true && spec.name !== undefined
      ? await request.expand(spec.name)
      : (settings.name ?? request.row.projectName);
  const folders = [
    spec.s3Prefix ?? '',
    settings.path ?? '',
    settings.namespaceType === 'BUILD_ID' ? request.row.uuid : '',
    name,
  ];
  const place = folders.flatMap((part) => part.split('/')).filter((part) => part !== '');
  const flags = {
    encryptionDisabled: !isEncrypted,
    overrideArtifactName: settings.overrideArtifactName ?? false,
  };
  const files = filesOf(request, spec);
  if (settings.packaging === 'ZIP') {
    const content = await zip(files);
    const key = place.join('/');
    put(request, bucket, key, content, isEncrypted);
    return { ...artifactRow(bucket, key, content), ...flags };
  }
  for (const { path, content } of files)
    put(request, bucket, [...place, path].join('/'), content, isEncrypted);
  return { location: `arn:aws:s3:::${[bucket, ...place].join('/')}`, ...flags };
}

function specOf({ secondaryArtifacts }: Buildspec, name: string): ArtifactSpec | undefined {
  return Object.entries(secondaryArtifacts).find(([identifier]) => identifier === name)?.[1];
}

function filesOf({ sourceDirectory, say }: UploadRequest, spec: ArtifactSpec): readonly ZipEntry[] {
  try {
    return collectFiles(sourceDirectory, spec, say);
  } catch (error) {
    if (!(error instanceof NoFilesError)) throw error;
    throw new PhaseFailure('CLIENT_ERROR', error.message);
  }
}

async function zip(files: readonly ZipEntry[]): Promise<Buffer> {
  try {
    return await writeZip(files, zipTimeMs);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PhaseFailure('CLIENT_ERROR', error.message);
  }
}

function put(
  { context, row }: UploadRequest,
  bucket: string,
  key: string,
  content: Uint8Array,
  isEncrypted: boolean,
): void {
  try {
    invokeNow(
      's3',
      'PutObject',
      {
        Bucket: bucket,
        Key: key,
        Body: content,
        ...(isEncrypted ? { ServerSideEncryption: 'aws:kms' } : {}),
        Metadata: { 'codebuild-buildarn': row.arn },
      },
      context,
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `Error in UPLOAD_ARTIFACTS phase: ${error.code}: ${error.message} (bucket ${bucket}, key ${key})`,
    );
  }
}

function artifactRow(bucket: string, key: string, content: Uint8Array): BuildArtifactRow {
  const digest = (algorithm: string) => createHash(algorithm).update(content).digest('hex');
  return {
    location: `arn:aws:s3:::${bucket}/${key}`,
    sha256sum: digest('sha256'),
    md5sum: digest('md5'),
  };
}
