import type {
  ContainerDefinition,
  DescribeServicesResponse,
  DescribeTaskDefinitionResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  Service,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../../core/aws-error.ts';
import { readZip, ZipError } from '../../../drivers/zip/read-zip.ts';
import { lastSegment } from '../../../services/ecs/references.ts';
import { ecsTableNames } from '../../../services/ecs/store.ts';
import { invokeNow } from '../../../services/invoke.ts';
import { onlyInput, readInput } from '../artifacts.ts';
import { deploymentOutcome } from '../deployment-outcome.ts';
import { type ImageDefinition, parseImageDefinitions } from '../image-definitions.ts';
import { ActionFailure, type ActionProvider, type ActionRun, minuteMs } from './provider.ts';

const defaultTimeoutMinutes = 60;

/**
 * Deploys new images to a service: a new revision of the task definition that the service has now, with the images of the
 * named containers replaced, and the rollout of that revision to its end. A pipeline that is stopped does not stop the rollout.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export const ecsDeploy: ActionProvider = {
  timeoutMs: ({ resolvedConfiguration }) =>
    (Number(resolvedConfiguration?.['DeploymentTimeout']) || defaultTimeoutMinutes) * minuteMs,
  async start(run) {
    const images = imagesOf(run);
    return () => ({ kind: 'in-progress', externalExecutionId: deploy(run, images) });
  },
  poll({ context, configuration, row }) {
    const service = describeService(context, configuration);
    return deploymentOutcome(context, service, row.observed.externalExecutionId ?? '');
  },
  isConcerned({ table, key, before, after }, { resolvedConfiguration = {} }) {
    const name = lastSegment(resolvedConfiguration['ServiceName'] ?? '');
    if (table === ecsTableNames.services) return key.endsWith(`/${name}`);
    const serviceDeployment = (after ?? before) as { readonly serviceArn?: string };
    return (
      table === ecsTableNames.serviceDeployments &&
      serviceDeployment.serviceArn?.endsWith(`/${name}`) === true
    );
  },
};

function imagesOf(run: ActionRun): readonly ImageDefinition[] {
  const location = onlyInput(run);
  const fileName = run.configuration['FileName'] ?? 'imagedefinitions.json';
  let file: Uint8Array | undefined;
  try {
    file = readZip(readInput(run, location))
      .find(({ path }) => path === fileName)
      ?.content();
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw configurationError(
      `The input artifact '${location.name}' is not a ZIP file that can be read: ${error.message}.`,
    );
  }
  if (file === undefined) {
    throw configurationError(
      `Did not find the image definition file ${fileName} in the input artifacts ZIP file. Verify the file is stored in your pipeline's Amazon S3 artifact bucket: ${location.bucket} key: ${location.key}`,
    );
  }
  const parsed = parseImageDefinitions(file);
  if ('problem' in parsed)
    throw configurationError(`The image definition file ${fileName} ${parsed.problem}.`);
  return parsed.definitions;
}

/** Registers the revision and updates the service; returns the id of the deployment that this begins. */
function deploy({ context, configuration }: ActionRun, images: readonly ImageDefinition[]): string {
  const service = describeService(context, configuration);
  const { taskDefinition, tags = [] } = invokeNow(
    'ecs',
    'DescribeTaskDefinition',
    { taskDefinition: service.taskDefinition, include: ['TAGS'] },
    context,
  ) as DescribeTaskDefinitionResponse;
  const containers = withImages(
    taskDefinition?.containerDefinitions ?? [],
    images,
    service.taskDefinition ?? '',
  );
  const registered = invokeNow(
    'ecs',
    'RegisterTaskDefinition',
    {
      family: taskDefinition?.family,
      containerDefinitions: containers,
      taskRoleArn: taskDefinition?.taskRoleArn,
      executionRoleArn: taskDefinition?.executionRoleArn,
      networkMode: taskDefinition?.networkMode,
      volumes: taskDefinition?.volumes,
      placementConstraints: taskDefinition?.placementConstraints,
      requiresCompatibilities: taskDefinition?.requiresCompatibilities,
      cpu: taskDefinition?.cpu,
      memory: taskDefinition?.memory,
      pidMode: taskDefinition?.pidMode,
      ipcMode: taskDefinition?.ipcMode,
      proxyConfiguration: taskDefinition?.proxyConfiguration,
      inferenceAccelerators: taskDefinition?.inferenceAccelerators,
      ephemeralStorage: taskDefinition?.ephemeralStorage,
      runtimePlatform: taskDefinition?.runtimePlatform,
      enableFaultInjection: taskDefinition?.enableFaultInjection,
      ...(tags.length === 0 ? {} : { tags }),
    } satisfies RegisterTaskDefinitionRequest,
    context,
  ) as RegisterTaskDefinitionResponse;
  const { service: updated } = invokeNow(
    'ecs',
    'UpdateService',
    {
      cluster: service.clusterArn,
      service: service.serviceName,
      taskDefinition: registered.taskDefinition?.taskDefinitionArn,
    },
    context,
  ) as UpdateServiceResponse;
  const primary = updated?.deployments?.find(({ status }) => status === 'PRIMARY');
  if (primary?.id === undefined)
    throw new ActionFailure('JobFailed', `Service ${service.serviceName} began no deployment.`);
  return primary.id;
}

function withImages(
  containers: readonly ContainerDefinition[],
  images: readonly ImageDefinition[],
  taskDefinitionArn: string,
): ContainerDefinition[] {
  const names = containers.map(({ name }) => name ?? '');
  const unknown = images.find(({ name }) => !names.includes(name));
  if (unknown !== undefined) {
    throw configurationError(
      `The task definition ${taskDefinitionArn} has no container with name '${unknown.name}'. Its containers are: ${names.join(', ')}.`,
    );
  }
  const byName = new Map(images.map(({ name, imageUri }) => [name, imageUri]));
  return containers.map((container) => ({
    ...container,
    image: byName.get(container.name ?? '') ?? container.image,
  }));
}

function describeService(
  context: ActionRun['context'],
  { ClusterName: cluster = '', ServiceName: name = '' }: ActionRun['configuration'],
): Service {
  const notFound = (why: string) =>
    configurationError(`The Amazon ECS service '${name}' in the cluster '${cluster}' was not found: ${why}`);
  let answer: DescribeServicesResponse;
  try {
    answer = invokeNow('ecs', 'DescribeServices', { cluster, services: [name] }, context) as typeof answer;
  } catch (error) {
    if (error instanceof AwsError) throw notFound(error.message);
    throw error;
  }
  const [service] = answer.services ?? [];
  if (service === undefined) throw notFound(answer.failures?.[0]?.reason ?? 'MISSING');
  if (service.status !== 'ACTIVE') throw notFound(`its status is ${service.status ?? 'unknown'}.`);
  return service;
}

function configurationError(message: string): ActionFailure {
  return new ActionFailure('ConfigurationError', message);
}
