import { createHash } from 'node:crypto';
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { error, revisionRequired } from './errors.ts';
import { type CodedeployTables, type RevisionRow } from './store.ts';

const invalid = (why: string) => error('InvalidRevision', why);

/** The revision of an ECS deployment as it is kept; throws where CreateDeployment would refuse it. */
export function ecsRevision(revision: RevisionLocation | undefined): RevisionLocation {
  if (revision === undefined) throw revisionRequired();
  const { revisionType, s3Location, appSpecContent } = revision;
  switch (revisionType) {
    case 'AppSpecContent': {
      const { content = '', sha256 } = appSpecContent ?? {};
      if (content === '') throw invalid('The content of appSpecContent must be specified.');
      const digest = createHash('sha256').update(content).digest('hex');
      if (sha256 !== undefined && sha256 !== digest) {
        throw invalid(`The sha256 of appSpecContent is not the one of its content, which is ${digest}.`);
      }
      return { revisionType, appSpecContent: { content, sha256: digest } };
    }
    case 'S3': {
      const { bucket = '', key = '', bundleType } = s3Location ?? {};
      if (bucket === '' || key === '') throw invalid('The bucket and key of s3Location must be specified.');
      if (bundleType !== 'YAML' && bundleType !== 'JSON')
        throw invalid('BundleType must be either YAML or JSON');
      return { revisionType, s3Location };
    }
    default:
      throw invalid(
        'The revisionType of a deployment to Amazon ECS must be S3, with an AppSpec file, or AppSpecContent.',
      );
  }
}

/** As GetDeployment shows it: an AppSpec file's content by its digest only. */
export function describeRevision(revision: RevisionLocation): RevisionLocation {
  const { appSpecContent } = revision;
  return appSpecContent === undefined
    ? revision
    : { ...revision, appSpecContent: { sha256: appSpecContent.sha256 } };
}

export function revisionKey(applicationName: string, revision: RevisionLocation): string {
  const { revisionType, s3Location, appSpecContent, string, gitHubLocation } = revision;
  const { bucket, key, version, eTag } = s3Location ?? {};
  const where =
    appSpecContent?.sha256 ??
    string?.sha256 ??
    [bucket, key, version, eTag, gitHubLocation?.repository, gitHubLocation?.commitId].join('/');
  return `${applicationName} ${revisionType} ${where}`;
}

/** Notes that a deployment uses the revision, which registers it. */
export function useRevision(
  { revisions }: Pick<CodedeployTables, 'revisions'>,
  applicationName: string,
  deploymentGroupName: string,
  revision: RevisionLocation,
  nowMs: number,
): void {
  const key = revisionKey(applicationName, revision);
  const before: RevisionRow = revisions.get(key) ?? {
    applicationName,
    revision,
    registeredAtMs: nowMs,
    deploymentGroups: [],
  };
  revisions.put(key, {
    ...before,
    firstUsedAtMs: before.firstUsedAtMs ?? nowMs,
    lastUsedAtMs: nowMs,
    deploymentGroups: [...new Set([...before.deploymentGroups, deploymentGroupName])],
  });
}
