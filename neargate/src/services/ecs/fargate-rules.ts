import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { isFargateSize, parseCpuUnits, parseMemoryMib } from './task-size.ts';

type Given = (container: ContainerDefinition) => boolean;

/** What a container may not ask for on Fargate. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const refusedMembers: readonly (readonly [member: string, given: Given])[] = [
  ['disableNetworking', (container) => container.disableNetworking === true],
  ['dnsSearchDomains', (container) => (container.dnsSearchDomains ?? []).length > 0],
  ['dnsServers', (container) => (container.dnsServers ?? []).length > 0],
  ['dockerSecurityOptions', (container) => (container.dockerSecurityOptions ?? []).length > 0],
  ['extraHosts', (container) => (container.extraHosts ?? []).length > 0],
  ['hostname', (container) => container.hostname !== undefined],
  ['links', (container) => (container.links ?? []).length > 0],
  ['privileged', (container) => container.privileged === true],
  ['resourceRequirements', (container) => (container.resourceRequirements ?? []).length > 0],
  ['linuxParameters.devices', (container) => (container.linuxParameters?.devices ?? []).length > 0],
  ['linuxParameters.maxSwap', (container) => container.linuxParameters?.maxSwap !== undefined],
  [
    'linuxParameters.sharedMemorySize',
    (container) => container.linuxParameters?.sharedMemorySize !== undefined,
  ],
  ['linuxParameters.swappiness', (container) => container.linuxParameters?.swappiness !== undefined],
  ['linuxParameters.tmpfs', (container) => (container.linuxParameters?.tmpfs ?? []).length > 0],
];

const logDrivers: readonly string[] = ['awslogs', 'splunk', 'awsfirelens'];

const awslogsOptions = ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'] as const;

/** What keeps the definition from running on Fargate, in AWS's words where they are known, or undefined. */
export function fargateProblem(
  input: RegisterTaskDefinitionRequest,
  isEcrImage: (image: string) => boolean,
): string | undefined {
  const { cpu, memory, networkMode, containerDefinitions = [] } = input;
  if (cpu === undefined) return "Fargate requires that 'cpu' be defined at the task level.";
  if (memory === undefined) return "Fargate requires that 'memory' be defined at the task level.";
  const cpuUnits = parseCpuUnits(cpu);
  const memoryMib = parseMemoryMib(memory);
  if (cpuUnits === undefined || memoryMib === undefined || !isFargateSize(cpuUnits, memoryMib)) {
    return `No Fargate configuration exists for given values: ${cpuUnits ?? cpu} CPU, ${memoryMib ?? memory} memory. See the Amazon ECS documentation for the valid values.`;
  }
  if (networkMode !== 'awsvpc') return 'Fargate only supports network mode ‘awsvpc’.';
  return (
    taskProblem(input) ??
    resourceProblem(containerDefinitions, cpuUnits, memoryMib) ??
    firstProblem(containerDefinitions, containerProblem) ??
    executionRoleProblem(input, isEcrImage)
  );
}

function taskProblem(input: RegisterTaskDefinitionRequest): string | undefined {
  if ((input.placementConstraints ?? []).length > 0) return 'Fargate does not support placement constraints.';
  if (input.ipcMode !== undefined) return "Fargate does not support 'ipcMode'.";
  if (input.pidMode !== undefined && input.pidMode !== 'task') return "Fargate only supports pidMode 'task'.";
  const storageGib = input.ephemeralStorage?.sizeInGiB;
  if (storageGib !== undefined && (storageGib < 21 || storageGib > 200)) {
    return `Invalid ephemeralStorage.sizeInGiB ${storageGib}. The minimum supported value is 21 GiB and the maximum supported value is 200 GiB.`;
  }
  for (const volume of input.volumes ?? []) {
    if (volume.host?.sourcePath !== undefined)
      return 'Fargate does not support host volumes with a sourcePath.';
    if (volume.dockerVolumeConfiguration !== undefined) return 'Fargate does not support docker volumes.';
  }
  return undefined;
}

function resourceProblem(
  containers: readonly ContainerDefinition[],
  cpuUnits: number,
  memoryMib: number,
): string | undefined {
  const totalCpu = containers.reduce((total, { cpu = 0 }) => total + cpu, 0);
  if (totalCpu > cpuUnits) {
    return `The sum of the container cpu values (${totalCpu}) is greater than the cpu value of the task (${cpuUnits}).`;
  }
  const totalReserved = containers.reduce((total, { memoryReservation = 0 }) => total + memoryReservation, 0);
  if (totalReserved > memoryMib) {
    return `The sum of the container memoryReservation values (${totalReserved}) is greater than the memory value of the task (${memoryMib}).`;
  }
  const tooLarge = containers.find(({ memory = 0 }) => memory > memoryMib);
  return tooLarge === undefined
    ? undefined
    : `Invalid setting for container '${tooLarge.name}'. The 'memory' value (${tooLarge.memory}) is greater than the memory value of the task (${memoryMib}).`;
}

function containerProblem(container: ContainerDefinition): string | undefined {
  const refused = refusedMembers.find(([, given]) => given(container));
  if (refused !== undefined)
    return `Fargate does not support '${refused[0]}' (container '${container.name}').`;
  const added = container.linuxParameters?.capabilities?.add ?? [];
  const capability = added.find((name) => name !== 'SYS_PTRACE');
  if (capability !== undefined) return `Fargate does not support adding the capability '${capability}'.`;
  const { startTimeout, stopTimeout } = container;
  if (startTimeout !== undefined && (startTimeout < 2 || startTimeout > 120)) {
    return `Invalid startTimeout ${startTimeout} of container '${container.name}'. It must be between 2 and 120 seconds on Fargate.`;
  }
  if (stopTimeout !== undefined && (stopTimeout < 0 || stopTimeout > 120)) {
    return `Invalid stopTimeout ${stopTimeout} of container '${container.name}'. The maximum is 120 seconds on Fargate.`;
  }
  return logProblem(container);
}

function logProblem({ name, logConfiguration }: ContainerDefinition): string | undefined {
  if (logConfiguration === undefined) return undefined;
  const { logDriver, options = {} } = logConfiguration;
  if (logDriver === undefined || !logDrivers.includes(logDriver)) {
    return `Fargate does not support log driver '${logDriver}' (container '${name}'). Supported: ${logDrivers.join(', ')}.`;
  }
  if (logDriver !== 'awslogs') return undefined;
  const missing = awslogsOptions.find((option) => options[option] === undefined);
  return missing === undefined
    ? undefined
    : `Log driver awslogs requires options: ${awslogsOptions.join(', ')} (container '${name}' lacks ${missing}).`;
}

function executionRoleProblem(
  { executionRoleArn, containerDefinitions = [] }: RegisterTaskDefinitionRequest,
  isEcrImage: (image: string) => boolean,
): string | undefined {
  if (executionRoleArn !== undefined && executionRoleArn !== '') return undefined;
  const needing = (what: string) =>
    `Fargate requires task definition to have execution role ARN to support ${what}.`;
  return firstProblem(
    containerDefinitions,
    ({ image = '', logConfiguration, secrets, repositoryCredentials }) => {
      if (isEcrImage(image)) return needing('ECR images');
      if (logConfiguration?.logDriver === 'awslogs') return needing('log driver awslogs');
      if (secrets !== undefined && secrets.length > 0) return needing('secrets');
      if (repositoryCredentials !== undefined) return needing('private registry authentication');
      return undefined;
    },
  );
}

function firstProblem(
  containers: readonly ContainerDefinition[],
  problemOf: (container: ContainerDefinition) => string | undefined,
): string | undefined {
  for (const container of containers) {
    const problem = problemOf(container);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
