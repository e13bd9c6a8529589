import type {
  ComputeType,
  EnvironmentType,
  ProjectArtifacts,
  ProjectEnvironment,
  ProjectSource,
} from '@aws-sdk/client-codebuild';
import { parseArn } from '../../core/arn.ts';
import { invalidInput } from './errors.ts';
import type { ProjectSettings } from './store.ts';

/** Throws when members that are valid one by one do not fit together. */
export function validateProject(settings: ProjectSettings): void {
  const { source, artifacts, environment, serviceRole = '' } = settings;
  const role = parseArn(serviceRole);
  if (role?.service !== 'iam' || !role.resource.startsWith('role/'))
    throw invalidInput(`Invalid service role: ${serviceRole} is not the ARN of an IAM role`);
  if (source !== undefined) validateSource(source);
  if (artifacts !== undefined) validateArtifacts(artifacts);
  if ((source?.type === 'CODEPIPELINE') !== (artifacts?.type === 'CODEPIPELINE')) {
    throw invalidInput(
      'If the source or the artifacts type is CODEPIPELINE, the other must be CODEPIPELINE too',
    );
  }
  if (environment !== undefined) validateEnvironment(environment);
  validateSecondaries(settings);
  validateVpc(settings);
  validateLogs(settings);
  const { cache, concurrentBuildLimit } = settings;
  if (cache?.type === 'S3' && !given(cache.location))
    throw invalidInput('Invalid cache: location must be specified for type S3');
  if (cache?.type === 'LOCAL' && (cache.modes ?? []).length === 0)
    throw invalidInput('Invalid cache: modes must be specified for type LOCAL');
  if (concurrentBuildLimit !== undefined && concurrentBuildLimit < 1)
    throw invalidInput('Invalid concurrent build limit: it must be greater than zero');
}

const given = (text: string | undefined) => text !== undefined && text !== '';

/** A buildspec with a line break is inline YAML; else it is a path or the ARN of an object. */
function isInlineBuildspec(buildspec: string | undefined): boolean {
  return buildspec !== undefined && buildspec.includes('\n');
}

function validateSource({ type, location, buildspec }: ProjectSource): void {
  if (type === 'NO_SOURCE') {
    if (!isInlineBuildspec(buildspec))
      throw invalidInput('Invalid source: an inline buildspec is required for source type NO_SOURCE');
    if (given(location))
      throw invalidInput('Invalid source: location must be empty for source type NO_SOURCE');
    return;
  }
  if (type !== 'CODEPIPELINE' && !given(location))
    throw invalidInput(`Invalid source: location must be specified for source type ${type ?? 'null'}`);
  if (type === 'S3' && !/^(?:arn:[\w-]+:s3:::)?[^/]+\/.+/.test(location ?? ''))
    throw invalidInput('Invalid source: the S3 location must have the form bucket/path');
}

function validateArtifacts(artifacts: ProjectArtifacts): void {
  if (artifacts.type === 'S3') {
    if (!given(artifacts.location))
      throw invalidInput('Invalid artifacts: location must be specified for artifacts type S3');
    return;
  }
  for (const name of ['location', 'path'] as const) {
    if (given(artifacts[name]))
      throw invalidInput(
        `Invalid artifacts: ${name} must be empty for artifacts type ${artifacts.type ?? 'null'}`,
      );
  }
}

const lambdaTypes: readonly ComputeType[] = [
  'BUILD_LAMBDA_1GB',
  'BUILD_LAMBDA_2GB',
  'BUILD_LAMBDA_4GB',
  'BUILD_LAMBDA_8GB',
  'BUILD_LAMBDA_10GB',
];
const generalTypes: readonly ComputeType[] = [
  'BUILD_GENERAL1_SMALL',
  'BUILD_GENERAL1_MEDIUM',
  'BUILD_GENERAL1_LARGE',
  'BUILD_GENERAL1_XLARGE',
  'BUILD_GENERAL1_2XLARGE',
];
const windowsTypes: readonly ComputeType[] = ['BUILD_GENERAL1_MEDIUM', 'BUILD_GENERAL1_LARGE'];

/**
 * What on-demand capacity has. A type that is missing here runs on a reserved fleet only.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
 */
const onDemand: Readonly<Partial<Record<EnvironmentType, readonly ComputeType[]>>> = {
  LINUX_CONTAINER: generalTypes,
  ARM_CONTAINER: generalTypes,
  LINUX_GPU_CONTAINER: ['BUILD_GENERAL1_SMALL', 'BUILD_GENERAL1_LARGE'],
  WINDOWS_CONTAINER: windowsTypes,
  WINDOWS_SERVER_2019_CONTAINER: windowsTypes,
  WINDOWS_SERVER_2022_CONTAINER: windowsTypes,
  LINUX_LAMBDA_CONTAINER: lambdaTypes,
  ARM_LAMBDA_CONTAINER: lambdaTypes,
};

function validateEnvironment(environment: ProjectEnvironment): void {
  const { type, computeType, image = '', privilegedMode, fleet } = environment;
  if (type === undefined || computeType === undefined) return;
  if (/\s/.test(image)) throw invalidInput(`Invalid environment: image '${image}' is not an image name`);
  if (!given(fleet?.fleetArn) && onDemand[type]?.includes(computeType) !== true) {
    const wanted = onDemand[type] === undefined ? 'a fleet' : `one of ${onDemand[type].join(', ')}`;
    throw invalidInput(
      `Invalid environment: compute type ${computeType} is not supported for environment type ${type} without a fleet; use ${wanted}`,
    );
  }
  if (privilegedMode === true && (type.includes('LAMBDA') || type.startsWith('WINDOWS')))
    throw invalidInput(`Invalid environment: privileged mode is not supported for environment type ${type}`);
  const isCurated = image.startsWith('aws/codebuild/');
  if (isCurated && environment.registryCredential !== undefined)
    throw invalidInput(
      'Invalid environment: registry credentials cannot be used with a CodeBuild curated image',
    );
  if (isCurated && environment.imagePullCredentialsType === 'SERVICE_ROLE')
    throw invalidInput('Invalid environment: a CodeBuild curated image must use CODEBUILD credentials');
  if (environment.registryCredential !== undefined && environment.imagePullCredentialsType !== 'SERVICE_ROLE')
    throw invalidInput('Invalid environment: registry credentials need SERVICE_ROLE credentials');
}

function validateSecondaries(settings: ProjectSettings): void {
  const sourceIds = (settings.secondarySources ?? []).map((source) => {
    validateSource(source);
    return source.sourceIdentifier;
  });
  requireIdentifiers('sourceIdentifier', sourceIds);
  const artifactIds = (settings.secondaryArtifacts ?? []).map((artifacts) => {
    validateArtifacts(artifacts);
    return artifacts.artifactIdentifier;
  });
  requireIdentifiers('artifactIdentifier', artifactIds);
  for (const { sourceIdentifier } of settings.secondarySourceVersions ?? []) {
    if (!sourceIds.includes(sourceIdentifier))
      throw invalidInput(`Invalid secondary source version: no secondary source '${sourceIdentifier ?? ''}'`);
  }
}

function requireIdentifiers(name: string, ids: readonly (string | undefined)[]): void {
  if (!ids.every(given)) throw invalidInput(`A ${name} must be specified for each secondary element`);
  if (new Set(ids).size !== ids.length) throw invalidInput(`Each ${name} must be unique`);
}

function validateVpc({ vpcConfig }: ProjectSettings): void {
  if (vpcConfig === undefined) return;
  const { vpcId, subnets = [], securityGroupIds = [] } = vpcConfig;
  if (!given(vpcId) || subnets.length === 0 || securityGroupIds.length === 0)
    throw invalidInput('Invalid vpc config: vpc id, subnets and security groups must be specified together');
}

function validateLogs({ logsConfig }: ProjectSettings): void {
  const { cloudWatchLogs, s3Logs } = logsConfig ?? {};
  if (s3Logs?.status === 'ENABLED' && !given(s3Logs.location))
    throw invalidInput('Invalid logs config: location must be specified when S3 logs are enabled');
  if (given(cloudWatchLogs?.streamName) && !given(cloudWatchLogs?.groupName))
    throw invalidInput('Invalid logs config: a stream name needs a group name');
}
