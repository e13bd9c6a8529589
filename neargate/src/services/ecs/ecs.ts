import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import {
  deleteAccountSetting,
  listAccountSettings,
  putAccountSetting,
  putAccountSettingDefault,
} from './operations/account-settings.ts';
import {
  createCapacityProvider,
  deleteCapacityProvider,
  updateCapacityProvider,
} from './operations/capacity-providers.ts';
import {
  deleteCluster,
  describeClusters,
  listClusters,
  putClusterCapacityProviders,
  updateCluster,
  updateClusterSettings,
} from './operations/clusters.ts';
import { continueServiceDeployment } from './operations/continue-service-deployment.ts';
import { createCluster } from './operations/create-cluster.ts';
import { createService } from './operations/create-service.ts';
import { describeCapacityProviders } from './operations/describe-capacity-providers.ts';
import { executeCommand } from './operations/execute-command.ts';
import { registerTaskDefinition } from './operations/register-task-definition.ts';
import { runTask } from './operations/run-task.ts';
import { startTask } from './operations/start-task.ts';
import {
  describeServiceDeployments,
  describeServiceRevisions,
  listServiceDeployments,
  stopServiceDeployment,
} from './operations/service-deployments.ts';
import { deleteService, describeServices, listServices } from './operations/services.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import {
  deleteTaskDefinitions,
  deregisterTaskDefinition,
  describeTaskDefinitionOperation,
  listTaskDefinitionFamilies,
  listTaskDefinitions,
} from './operations/task-definitions.ts';
import { getTaskProtection, updateTaskProtection } from './operations/task-protection.ts';
import {
  createTaskSet,
  deleteTaskSet,
  describeTaskSets,
  updateServicePrimaryTaskSet,
  updateTaskSet,
} from './operations/task-sets.ts';
import { describeTasks, listTasks, stopTaskOperation } from './operations/tasks.ts';
import { updateService } from './operations/update-service.ts';

/** Amazon Elastic Container Service. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/Welcome.html */
export const ecs = {
  signingName: 'ecs',
  protocol: 'json',
  targetPrefix: 'AmazonEC2ContainerServiceV20141113',
  jsonVersion: '1.1',
  apiVersion: '2014-11-13',
  validationErrorCode: 'InvalidParameterException',
  constraints,
  operations: {
    ContinueServiceDeployment: continueServiceDeployment,
    CreateCapacityProvider: createCapacityProvider,
    CreateCluster: createCluster,
    CreateService: createService,
    CreateTaskSet: createTaskSet,
    DeleteAccountSetting: deleteAccountSetting,
    DeleteCapacityProvider: deleteCapacityProvider,
    DeleteCluster: deleteCluster,
    DeleteService: deleteService,
    DeleteTaskDefinitions: deleteTaskDefinitions,
    DeleteTaskSet: deleteTaskSet,
    DeregisterTaskDefinition: deregisterTaskDefinition,
    DescribeCapacityProviders: describeCapacityProviders,
    DescribeClusters: describeClusters,
    DescribeServiceDeployments: describeServiceDeployments,
    DescribeServiceRevisions: describeServiceRevisions,
    DescribeServices: describeServices,
    DescribeTaskDefinition: describeTaskDefinitionOperation,
    DescribeTasks: describeTasks,
    DescribeTaskSets: describeTaskSets,
    ExecuteCommand: executeCommand,
    GetTaskProtection: getTaskProtection,
    ListAccountSettings: listAccountSettings,
    ListClusters: listClusters,
    ListServiceDeployments: listServiceDeployments,
    ListServices: listServices,
    ListTagsForResource: listTagsForResource,
    ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
    ListTaskDefinitions: listTaskDefinitions,
    ListTasks: listTasks,
    PutAccountSetting: putAccountSetting,
    PutAccountSettingDefault: putAccountSettingDefault,
    PutClusterCapacityProviders: putClusterCapacityProviders,
    RegisterTaskDefinition: registerTaskDefinition,
    RunTask: runTask,
    StartTask: startTask,
    StopServiceDeployment: stopServiceDeployment,
    StopTask: stopTaskOperation,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateCapacityProvider: updateCapacityProvider,
    UpdateCluster: updateCluster,
    UpdateClusterSettings: updateClusterSettings,
    UpdateService: updateService,
    UpdateServicePrimaryTaskSet: updateServicePrimaryTaskSet,
    UpdateTaskProtection: updateTaskProtection,
    UpdateTaskSet: updateTaskSet,
  },
  stored: {
    CreateCapacityProvider:
      'no group is scaled and no instance is launched, so that no task can be placed on it',
    UpdateCapacityProvider: 'as CreateCapacityProvider',
  },
} satisfies ServiceDefinition;
