import type { ActionTypeId } from '@aws-sdk/client-codepipeline';
import { codeDeployToEcs } from './code-deploy-to-ecs.ts';
import { codebuildAction } from './codebuild.ts';
import { codecommitSource } from './codecommit-source.ts';
import { connectionSource } from './connection-source.ts';
import { ecrSource } from './ecr-source.ts';
import { ecsDeploy } from './ecs-deploy.ts';
import { githubSource } from './github-source.ts';
import { manualApproval } from './manual-approval.ts';
import type { ActionProvider } from './provider.ts';
import { s3Deploy } from './s3-deploy.ts';
import { s3Source } from './s3-source.ts';
import { notRunHere } from './not-run-here.ts';

/** The actions that run here, by owner, category and provider. */
const providers: Readonly<Record<string, ActionProvider>> = {
  'AWS/Source/CodeCommit': codecommitSource,
  'AWS/Source/S3': s3Source,
  'AWS/Source/ECR': ecrSource,
  'AWS/Source/CodeStarSourceConnection': connectionSource,
  'AWS/Build/CodeBuild': codebuildAction,
  'AWS/Test/CodeBuild': codebuildAction,
  'AWS/Deploy/ECS': ecsDeploy,
  'AWS/Deploy/CodeDeployToECS': codeDeployToEcs,
  'AWS/Deploy/S3': s3Deploy,
  'AWS/Approval/Manual': manualApproval,
  'ThirdParty/Source/GitHub': githubSource,
};

/** What carries out an action of this type; for a type that does not run here, what fails it with a sentence that says so. */
export function providerOf({
  category = 'Invoke',
  provider = '',
  owner = 'AWS',
}: ActionTypeId): ActionProvider {
  return providers[`${owner}/${category}/${provider}`] ?? notRunHere;
}
