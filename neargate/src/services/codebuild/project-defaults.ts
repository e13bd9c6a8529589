import type { CreateProjectInput, ProjectArtifacts, UpdateProjectInput } from '@aws-sdk/client-codebuild';
import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import type { ProjectSettings } from './store.ts';

/** Minutes. */
const defaultTimeout = 60;
const defaultQueuedTimeout = 480;

/** A project's settings as AWS describes them: what was given and AWS's defaults for the rest. */
export function withDefaults(
  { caller }: OperationContext,
  { name = '', ...input }: CreateProjectInput,
): ProjectSettings {
  const { partition, region, accountId } = caller;
  const s3Key = formatArn({ partition, service: 'kms', region, accountId, resource: 'alias/aws/s3' });
  return {
    ...input,
    source:
      input.source === undefined ? undefined : { insecureSsl: false, gitCloneDepth: 0, ...input.source },
    secondarySources: input.secondarySources ?? [],
    secondarySourceVersions: input.secondarySourceVersions ?? [],
    artifacts: input.artifacts === undefined ? undefined : artifactsWithDefaults(name, input.artifacts),
    secondaryArtifacts: input.secondaryArtifacts ?? [],
    cache: input.cache ?? { type: 'NO_CACHE' },
    environment:
      input.environment === undefined
        ? undefined
        : {
            privilegedMode: false,
            imagePullCredentialsType: 'CODEBUILD',
            ...input.environment,
            environmentVariables: (input.environment.environmentVariables ?? []).map((variable) => ({
              ...variable,
              type: variable.type ?? 'PLAINTEXT',
            })),
          },
    timeoutInMinutes: input.timeoutInMinutes ?? defaultTimeout,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutes ?? defaultQueuedTimeout,
    encryptionKey: input.encryptionKey ?? s3Key,
    tags: input.tags ?? [],
    vpcConfig: isEmptyVpc(input.vpcConfig) ? undefined : input.vpcConfig,
    badgeEnabled: input.badgeEnabled ?? false,
    logsConfig: {
      cloudWatchLogs: input.logsConfig?.cloudWatchLogs ?? { status: 'ENABLED' },
      s3Logs: { encryptionDisabled: false, ...(input.logsConfig?.s3Logs ?? { status: 'DISABLED' }) },
    },
    autoRetryLimit: input.autoRetryLimit ?? 0,
  };
}

/** The settings once `input` has replaced what it names. A limit of −1 builds at once takes the limit away. */
export function withUpdates(
  context: OperationContext,
  name: string,
  before: ProjectSettings,
  { name: _name, ...input }: UpdateProjectInput,
): ProjectSettings {
  const changes = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const merged: CreateProjectInput = { ...before, ...changes, name };
  return withDefaults(context, {
    ...merged,
    concurrentBuildLimit: merged.concurrentBuildLimit === -1 ? undefined : merged.concurrentBuildLimit,
  });
}

function artifactsWithDefaults(projectName: string, artifacts: ProjectArtifacts): ProjectArtifacts {
  if (artifacts.type === 'NO_ARTIFACTS') return { encryptionDisabled: false, ...artifacts };
  const named = artifacts.name !== undefined && artifacts.name !== '';
  return {
    packaging: 'NONE',
    encryptionDisabled: false,
    ...(artifacts.type === 'S3' ? { namespaceType: 'NONE' } : {}),
    ...artifacts,
    name: named ? artifacts.name : projectName,
  };
}

function isEmptyVpc(vpcConfig: CreateProjectInput['vpcConfig']): boolean {
  return Object.values(vpcConfig ?? {}).every((value) => value === undefined || value.length === 0);
}
