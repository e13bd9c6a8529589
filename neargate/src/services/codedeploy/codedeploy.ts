import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import {
  batchGetApplications,
  createApplication,
  deleteApplication,
  getApplication,
  listApplications,
  updateApplication,
} from './operations/applications.ts';
import {
  createDeploymentConfig,
  deleteDeploymentConfig,
  getDeploymentConfig,
  listDeploymentConfigs,
} from './operations/deployment-configs.ts';
import {
  batchGetDeploymentGroups,
  createDeploymentGroup,
  deleteDeploymentGroup,
  getDeploymentGroup,
  listDeploymentGroups,
  updateDeploymentGroup,
} from './operations/deployment-groups.ts';
import {
  batchGetDeploymentTargets,
  getDeploymentTarget,
  listDeploymentTargets,
} from './operations/deployment-targets.ts';
import {
  batchGetDeployments,
  continueDeployment,
  createDeployment,
  getDeployment,
  listDeployments,
  putLifecycleEventHookExecutionStatus,
  stopDeployment,
} from './operations/deployments.ts';
import {
  batchGetApplicationRevisions,
  getApplicationRevision,
  listApplicationRevisions,
  registerApplicationRevision,
} from './operations/revisions.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import { codedeployRefusal } from './refusal.ts';

/**
 * AWS CodeDeploy: blue/green deployments of Amazon ECS services, which the code-deploy controller carries out. Applications and
 * groups for instances and Lambda functions are stored; deployments of theirs are refused.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/Welcome.html
 */
export const codedeploy = {
  signingName: 'codedeploy',
  protocol: 'json',
  targetPrefix: 'CodeDeploy_20141006',
  jsonVersion: '1.1',
  apiVersion: '2014-10-06',
  validationErrorCode: 'InvalidInputException',
  constraints,
  refusal: codedeployRefusal,
  operations: {
    BatchGetApplicationRevisions: batchGetApplicationRevisions,
    BatchGetApplications: batchGetApplications,
    BatchGetDeploymentGroups: batchGetDeploymentGroups,
    BatchGetDeployments: batchGetDeployments,
    BatchGetDeploymentTargets: batchGetDeploymentTargets,
    ContinueDeployment: continueDeployment,
    CreateApplication: createApplication,
    CreateDeployment: createDeployment,
    CreateDeploymentConfig: createDeploymentConfig,
    CreateDeploymentGroup: createDeploymentGroup,
    DeleteApplication: deleteApplication,
    DeleteDeploymentConfig: deleteDeploymentConfig,
    DeleteDeploymentGroup: deleteDeploymentGroup,
    GetApplication: getApplication,
    GetApplicationRevision: getApplicationRevision,
    GetDeployment: getDeployment,
    GetDeploymentConfig: getDeploymentConfig,
    GetDeploymentGroup: getDeploymentGroup,
    GetDeploymentTarget: getDeploymentTarget,
    ListApplicationRevisions: listApplicationRevisions,
    ListApplications: listApplications,
    ListDeploymentConfigs: listDeploymentConfigs,
    ListDeploymentGroups: listDeploymentGroups,
    ListDeployments: listDeployments,
    ListDeploymentTargets: listDeploymentTargets,
    ListTagsForResource: listTagsForResource,
    PutLifecycleEventHookExecutionStatus: putLifecycleEventHookExecutionStatus,
    RegisterApplicationRevision: registerApplicationRevision,
    StopDeployment: stopDeployment,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateApplication: updateApplication,
    UpdateDeploymentGroup: updateDeploymentGroup,
  },
} satisfies ServiceDefinition;
