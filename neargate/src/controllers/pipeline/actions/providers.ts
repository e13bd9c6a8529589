import type { ActionTypeId } from '@aws-sdk/client-codepipeline';
import { codebuildAction } from './codebuild.ts';
import { codecommitSource } from './codecommit-source.ts';
import { connectionSource } from './connection-source.ts';
import { ecrSource } from './ecr-source.ts';
import { ecsDeploy } from './ecs-deploy.ts';
import { manualApproval } from './manual-approval.ts';
import type { ActionProvider } from './provider.ts';
import { s3Deploy } from './s3-deploy.ts';
import { s3Source } from './s3-source.ts';
import { notRunHere } from './not-run-here.ts';

/** The actions that run here, by category and provider. */
const providers: Readonly<Record<string, ActionProvider>> = {
  'Source/CodeCommit': codecommitSource,
  'Source/S3': s3Source,
  'Source/ECR': ecrSource,
  'Source/CodeStarSourceConnection': connectionSource,
  'Build/CodeBuild': codebuildAction,
  'Test/CodeBuild': codebuildAction,
  'Deploy/ECS': ecsDeploy,
  'Deploy/S3': s3Deploy,
  'Approval/Manual': manualApproval,
};

/** What carries out an action of this type; for a type that does not run here, what fails it with a sentence that says so. */
export function providerOf({ category = 'Invoke', provider = '', owner }: ActionTypeId): ActionProvider {
  const found = owner === 'AWS' ? providers[`${category}/${provider}`] : undefined;
  return found ?? notRunHere;
}
