import type { BuildRow } from '../../services/codebuild/store.ts';

/** Where the parts of a build's input are. */
export interface SourceDirectories {
  readonly primary: string;
  /** By identifier, or by the name of the input artifact. */
  readonly secondary: Readonly<Record<string, { readonly directory: string; readonly version: string }>>;
}

/**
 * The variables that CodeBuild gives every build. Those of webhooks, batches and the container credentials endpoint are absent:
 * nothing here makes them true.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function standardVariables(
  row: BuildRow,
  { primary, secondary }: SourceDirectories,
): Record<string, string> {
  const [, , , region = ''] = row.arn.split(':');
  const { settings, observed } = row;
  return {
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    CI: 'true',
    CODEBUILD_BUILD_ARN: row.arn,
    CODEBUILD_BUILD_ID: row.id,
    CODEBUILD_BUILD_IMAGE: settings.environment.image ?? '',
    CODEBUILD_BUILD_NUMBER: String(row.buildNumber),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_CI: 'true',
    CODEBUILD_INITIATOR: row.initiator,
    CODEBUILD_KMS_KEY_ID: settings.encryptionKey,
    CODEBUILD_LOG_PATH: observed.logs?.streamName ?? '',
    CODEBUILD_PROJECT_ARN: row.arn.replace(/:build\/.*$/, `:project/${row.projectName}`),
    CODEBUILD_RESOLVED_SOURCE_VERSION: observed.resolvedSourceVersion ?? '',
    CODEBUILD_SOURCE_REPO_URL: settings.source.location ?? '',
    CODEBUILD_SOURCE_VERSION: settings.sourceVersion ?? '',
    CODEBUILD_SRC_DIR: primary,
    CODEBUILD_START_TIME: String(row.startedAtMs),
    ...Object.fromEntries(
      Object.entries(secondary).flatMap(([name, { directory, version }]) => [
        [`CODEBUILD_SRC_DIR_${name}`, directory],
        [`CODEBUILD_SOURCE_VERSION_${name}`, version],
      ]),
    ),
  };
}
