import {
  type Access,
  type AccessRule,
  type ActionTable,
  arnIn,
  type Input,
  isArn,
  list,
  memberOf,
  nameOf,
  type Place,
  text,
  texts,
} from '../access.ts';

const clusterArn = (input: Input, place: Place) =>
  arnIn(place, 'ecs', `cluster/${nameOf(text(input, 'cluster')) || 'default'}`);

const clusterKey = (input: Input, place: Place) => ({ 'ecs:cluster': clusterArn(input, place) });

const serviceArn = (input: Input, place: Place, name: string) =>
  isArn(name) ? name : arnIn(place, 'ecs', `service/${nameOf(clusterArn(input, place))}/${name}`);

const taskArn = (input: Input, place: Place, id: string) =>
  isArn(id) ? id : arnIn(place, 'ecs', `task/${nameOf(clusterArn(input, place))}/${id}`);

const taskDefinitionArn = (place: Place, given: string) =>
  isArn(given) ? given : arnIn(place, 'ecs', `task-definition/${given.includes(':') ? given : `${given}:*`}`);

const capacityProviderArn = (place: Place, given: string) =>
  isArn(given) ? given : arnIn(place, 'ecs', `capacity-provider/${given}`);

const onCluster =
  (name: string): AccessRule =>
  (input, place) => [
    { action: `ecs:${name}`, resource: clusterArn(input, place), keys: clusterKey(input, place) },
  ];

const onServices =
  (name: string, member = 'service'): AccessRule =>
  (input, place) =>
    texts(input, member).map((service) => ({
      action: `ecs:${name}`,
      resource: serviceArn(input, place, service),
      keys: {
        ...clusterKey(input, place),
        ...(text(input, 'taskDefinition') === ''
          ? {}
          : { 'ecs:task-definition': taskDefinitionArn(place, text(input, 'taskDefinition')) }),
        ...executeCommandKey(input),
      },
    }));

const onTasks =
  (name: string, member: string): AccessRule =>
  (input, place) =>
    texts(input, member).map((task) => ({
      action: `ecs:${name}`,
      resource: taskArn(input, place, task),
      keys: clusterKey(input, place),
    }));

const onTaskDefinition =
  (name: string): AccessRule =>
  (input, place) => [
    {
      action: `ecs:${name}`,
      resource: taskDefinitionArn(place, text(input, 'taskDefinition')),
      keys: { ...clusterKey(input, place), ...executeCommandKey(input) },
    },
  ];

/** Actions without a resource that still know the cluster as a condition key. */
const inCluster =
  (name: string): AccessRule =>
  (input, place) => [{ action: `ecs:${name}`, resource: '*', keys: clusterKey(input, place) }];

function executeCommandKey(input: Input): Access['keys'] {
  const enabled = memberOf(input, 'enableExecuteCommand');
  return enabled === undefined ? {} : { 'ecs:enable-execute-command': enabled === true ? 'true' : 'false' };
}

const onCapacityProvider =
  (name: string, member: string): AccessRule =>
  (input, place) =>
    texts(input, member).map((provider) => ({
      action: `ecs:${name}`,
      resource: capacityProviderArn(place, provider),
    }));

/** Tags given on creation need ecs:TagResource on what is created. */
const withTags =
  (name: string, rule: AccessRule, created: (input: Input, place: Place) => string): AccessRule =>
  (input, place) => [
    ...rule(input, place),
    ...(list(input, 'tags').length === 0
      ? []
      : [
          {
            action: 'ecs:TagResource',
            resource: created(input, place),
            keys: { ...clusterKey(input, place), 'ecs:CreateAction': name },
          },
        ]),
  ];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
export const ecsActions: ActionTable = {
  CreateCapacityProvider: withTags(
    'CreateCapacityProvider',
    () => [{ action: 'ecs:CreateCapacityProvider', resource: '*' }],
    (input, place) => capacityProviderArn(place, text(input, 'name')),
  ),
  CreateCluster: withTags(
    'CreateCluster',
    () => [{ action: 'ecs:CreateCluster', resource: '*' }],
    (input, place) => arnIn(place, 'ecs', `cluster/${text(input, 'clusterName') || 'default'}`),
  ),
  CreateService: withTags('CreateService', onServices('CreateService', 'serviceName'), (input, place) =>
    serviceArn(input, place, text(input, 'serviceName')),
  ),
  CreateTaskSet: onServices('CreateTaskSet'),
  DeleteCapacityProvider: onCapacityProvider('DeleteCapacityProvider', 'capacityProvider'),
  DeleteCluster: onCluster('DeleteCluster'),
  DeleteService: onServices('DeleteService'),
  DeleteTaskDefinitions: (input, place) =>
    texts(input, 'taskDefinitions').map((given) => ({
      action: 'ecs:DeleteTaskDefinitions',
      resource: taskDefinitionArn(place, given),
    })),
  DescribeClusters: (input, place) =>
    (texts(input, 'clusters').length === 0 ? ['default'] : texts(input, 'clusters')).map((cluster) => ({
      action: 'ecs:DescribeClusters',
      resource: isArn(cluster) ? cluster : arnIn(place, 'ecs', `cluster/${cluster}`),
    })),
  DescribeServices: onServices('DescribeServices', 'services'),
  DescribeTasks: onTasks('DescribeTasks', 'tasks'),
  DescribeTaskSets: onServices('DescribeTaskSets'),
  ExecuteCommand: onTasks('ExecuteCommand', 'task'),
  GetTaskProtection: onTasks('GetTaskProtection', 'tasks'),
  ListServiceDeployments: onServices('ListServiceDeployments'),
  ListServices: inCluster('ListServices'),
  ListTasks: inCluster('ListTasks'),
  ListTagsForResource: (input) => [
    { action: 'ecs:ListTagsForResource', resource: text(input, 'resourceArn') },
  ],
  PutClusterCapacityProviders: onCluster('PutClusterCapacityProviders'),
  RegisterTaskDefinition: withTags(
    'RegisterTaskDefinition',
    () => [{ action: 'ecs:RegisterTaskDefinition', resource: '*' }],
    (input, place) => arnIn(place, 'ecs', `task-definition/${text(input, 'family')}:*`),
  ),
  RunTask: withTags('RunTask', onTaskDefinition('RunTask'), (input, place) => taskArn(input, place, '*')),
  StartTask: withTags('StartTask', onTaskDefinition('StartTask'), (input, place) =>
    taskArn(input, place, '*'),
  ),
  StopTask: onTasks('StopTask', 'task'),
  TagResource: (input) => [{ action: 'ecs:TagResource', resource: text(input, 'resourceArn') }],
  UntagResource: (input) => [{ action: 'ecs:UntagResource', resource: text(input, 'resourceArn') }],
  UpdateCapacityProvider: onCapacityProvider('UpdateCapacityProvider', 'name'),
  UpdateCluster: onCluster('UpdateCluster'),
  UpdateClusterSettings: onCluster('UpdateClusterSettings'),
  UpdateService: onServices('UpdateService'),
  UpdateServicePrimaryTaskSet: onServices('UpdateServicePrimaryTaskSet'),
  UpdateTaskProtection: onTasks('UpdateTaskProtection', 'tasks'),
  UpdateTaskSet: onServices('UpdateTaskSet'),
};
