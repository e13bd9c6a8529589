import type { ScalableDimension, ServiceNamespace } from '@aws-sdk/client-application-auto-scaling';
import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { ecsTablesOf } from '../ecs/store.ts';
import { ecsArn } from '../ecs/references.ts';
import { ensureServiceLinkedRole } from '../iam/service-linked-roles.ts';
import { targetNotFound, validationException } from './errors.ts';
import { autoscalingTablesOf, type ScalableTargetRow, type TargetId, targetKey } from './store.ts';

export const serviceNamespaces: readonly ServiceNamespace[] = [
  'appstream',
  'cassandra',
  'comprehend',
  'custom-resource',
  'dynamodb',
  'ec2',
  'ecs',
  'elasticache',
  'elasticmapreduce',
  'kafka',
  'lambda',
  'neptune',
  'rds',
  'sagemaker',
  'workspaces',
];

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
const scalableDimensions: readonly ScalableDimension[] = [
  'appstream:fleet:DesiredCapacity',
  'cassandra:table:ReadCapacityUnits',
  'cassandra:table:WriteCapacityUnits',
  'comprehend:document-classifier-endpoint:DesiredInferenceUnits',
  'comprehend:entity-recognizer-endpoint:DesiredInferenceUnits',
  'custom-resource:ResourceType:Property',
  'dynamodb:index:ReadCapacityUnits',
  'dynamodb:index:WriteCapacityUnits',
  'dynamodb:table:ReadCapacityUnits',
  'dynamodb:table:WriteCapacityUnits',
  'ec2:spot-fleet-request:TargetCapacity',
  'ecs:service:DesiredCount',
  'elasticmapreduce:instancegroup:InstanceCount',
  'elasticache:cache-cluster:Nodes',
  'elasticache:replication-group:NodeGroups',
  'elasticache:replication-group:Replicas',
  'kafka:broker-storage:VolumeSize',
  'lambda:function:ProvisionedConcurrency',
  'neptune:cluster:ReadReplicaCount',
  'rds:cluster:ReadReplicaCount',
  'sagemaker:inference-component:DesiredCopyCount',
  'sagemaker:variant:DesiredInstanceCount',
  'sagemaker:variant:DesiredProvisionedConcurrency',
  'workspaces:workspacespool:DesiredUserSessions',
];

/** What every operation checks of the three names. */
export const targetInput = {
  ServiceNamespace: { required: true, enum: serviceNamespaces },
  ResourceId: { required: true, min: 1, max: 1600 },
  ScalableDimension: { required: true, enum: scalableDimensions },
} as const;

/** The same three names where the target may be left out to mean all of a namespace. */
export const targetFilter = {
  ServiceNamespace: { required: true, enum: serviceNamespaces },
  ResourceId: { min: 1, max: 1600 },
  ScalableDimension: { enum: scalableDimensions },
  MaxResults: { min: 1 },
} as const;

interface TargetRequest {
  readonly ServiceNamespace: ServiceNamespace | undefined;
  readonly ResourceId: string | undefined;
  readonly ScalableDimension: ScalableDimension | undefined;
}

/** The target that a request names; throws when the three names do not fit together. */
export function targetIdOf(request: TargetRequest): TargetId {
  const { ServiceNamespace, ResourceId, ScalableDimension } = request;
  if (ServiceNamespace === undefined || ResourceId === undefined || ScalableDimension === undefined) {
    throw validationException('Service namespace, resource ID and scalable dimension must be specified.');
  }
  if (!ScalableDimension.startsWith(`${ServiceNamespace}:`)) throw unsupported();
  if (ServiceNamespace === 'ecs' && !/^service\/[^/]+\/[^/]+$/.test(ResourceId)) throw unsupported();
  return {
    serviceNamespace: ServiceNamespace,
    resourceId: ResourceId,
    scalableDimension: ScalableDimension,
  };
}

const unsupported = () =>
  validationException('Unsupported service namespace, resource type or scalable dimension');

/** Which targets, policies and actions a listing asks for. */
export function matchesTarget(
  row: TargetId,
  filter: {
    readonly ServiceNamespace: ServiceNamespace | undefined;
    readonly ResourceId?: string | undefined;
    readonly ScalableDimension?: ScalableDimension | undefined;
  },
): boolean {
  return (
    row.serviceNamespace === filter.ServiceNamespace &&
    (filter.ResourceId === undefined || row.resourceId === filter.ResourceId) &&
    (filter.ScalableDimension === undefined || row.scalableDimension === filter.ScalableDimension)
  );
}

export function findTarget(context: OperationContext, id: TargetId): ScalableTargetRow {
  const row = autoscalingTablesOf(context).targets.get(targetKey(id));
  if (row === undefined) throw targetNotFound(id);
  return row;
}

/** Throws AWS's text when the target is an ECS service that does not exist. Resources of other services are not looked up. */
export function requireResource(context: OperationContext, { serviceNamespace, resourceId }: TargetId): void {
  if (serviceNamespace !== 'ecs') return;
  const service = ecsTablesOf(context).services.get(ecsArn(context.caller, resourceId));
  if (service?.status !== 'ACTIVE') throw validationException(`ECS service doesn't exist: ${resourceId}`);
}

/** https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html */
const serviceLinkedRoles: Readonly<Partial<Record<ServiceNamespace, string>>> = {
  appstream: 'AppStreamFleet',
  cassandra: 'CassandraTable',
  comprehend: 'ComprehendEndpoint',
  'custom-resource': 'CustomResource',
  dynamodb: 'DynamoDBTable',
  ec2: 'EC2SpotFleetRequest',
  elasticache: 'ElastiCacheRG',
  kafka: 'KafkaCluster',
  lambda: 'LambdaConcurrency',
  neptune: 'NeptuneCluster',
  sagemaker: 'SageMakerEndpoint',
  workspaces: 'WorkSpacesPool',
};

/** Namespaces whose resources are here, so that their role is made when a first target is registered. */
const ownNamespaces: readonly ServiceNamespace[] = ['ecs', 'rds'];

/** The role that scales: the namespace's service-linked role where it has one, whatever role the caller gave. */
export function scalingRoleArn(
  context: OperationContext,
  serviceNamespace: ServiceNamespace,
  givenRoleArn: string | undefined,
): string {
  const { partition, accountId } = context.caller;
  if (ownNamespaces.includes(serviceNamespace))
    return ensureServiceLinkedRole(context, `${serviceNamespace}.application-autoscaling.amazonaws.com`);
  const suffix = serviceLinkedRoles[serviceNamespace];
  if (suffix === undefined) {
    if (givenRoleArn === undefined)
      throw validationException(`Role ARN is required for service namespace ${serviceNamespace}`);
    return givenRoleArn;
  }
  const resource = `role/aws-service-role/${serviceNamespace}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_${suffix}`;
  return formatArn({ partition, service: 'iam', region: '', accountId, resource });
}
