import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../core/aws-error.ts';
import { type AppSpec, AppSpecError } from '../../services/codedeploy/appspec/appspec.ts';
import { parseAppSpec } from '../../services/codedeploy/appspec/parse-appspec.ts';
import type { OperationContext } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import { type DeploymentFailure, failures } from './failures.ts';

/** What the deployment's AppSpec file says, from the deployment itself or from S3; or why it cannot be used. */
export function readAppSpec(
  context: OperationContext,
  revision: RevisionLocation | undefined,
): AppSpec | DeploymentFailure {
  try {
    return parseAppSpec(textOf(context, revision));
  } catch (error) {
    if (error instanceof AppSpecError) return failures.invalidRevision(error.message);
    if (!(error instanceof AwsError)) throw error;
    return failures.invalidRevision(
      `The AppSpec file cannot be located in the specified S3 bucket. Verify your AppSpec file is present and that the name and key value pair specified for your S3 bucket are correct. The S3 bucket must be in your current region (${error.message})`,
    );
  }
}

function textOf(context: OperationContext, revision: RevisionLocation | undefined): string {
  const { s3Location, appSpecContent } = revision ?? {};
  if (s3Location === undefined) return appSpecContent?.content ?? '';
  const { Body } = invokeNow(
    's3',
    'GetObject',
    {
      Bucket: s3Location.bucket,
      Key: s3Location.key,
      VersionId: s3Location.version,
      IfMatch: s3Location.eTag,
    },
    context,
  ) as { readonly Body?: Uint8Array };
  return Buffer.from(Body ?? []).toString('utf8');
}
