import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { dependencyProblem } from './container-dependencies.ts';
import { containerProblem } from './container-validation.ts';
import { fargateProblem } from './fargate-rules.ts';
import { parseCpuUnits, parseMemoryMib } from './task-size.ts';

const maxContainers = 10;

/**
 * The first thing wrong with a task definition, in AWS's words where they are known, or undefined.
 * `isEcrImage` says whether an image lies in Amazon ECR, whose images need an execution role on Fargate.
 */
export function taskDefinitionProblem(
  input: RegisterTaskDefinitionRequest,
  isEcrImage: (image: string) => boolean,
): string | undefined {
  const { family = '', containerDefinitions = [], cpu, memory, networkMode = 'bridge' } = input;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) {
    return 'Family contains invalid characters. Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed.';
  }
  if (containerDefinitions.length === 0) return 'Container list cannot be empty.';
  if (containerDefinitions.length > maxContainers) {
    return `Too many containers in the task definition: ${containerDefinitions.length}. The maximum is ${maxContainers}.`;
  }
  if (cpu !== undefined && parseCpuUnits(cpu) === undefined) return "Invalid 'cpu' setting for task.";
  const memoryMib = memory === undefined ? undefined : parseMemoryMib(memory);
  if (memory !== undefined && memoryMib === undefined) return "Invalid 'memory' setting for task.";
  for (const container of containerDefinitions) {
    const problem = containerProblem(container, networkMode, memoryMib);
    if (problem !== undefined) return problem;
  }
  return (
    duplicateProblem(containerDefinitions) ??
    volumeProblem(input) ??
    dependencyProblem(containerDefinitions) ??
    fireLensProblem(containerDefinitions) ??
    awsvpcProblem(containerDefinitions, networkMode) ??
    (input.requiresCompatibilities?.includes('FARGATE') === true
      ? fargateProblem(input, isEcrImage)
      : undefined)
  );
}

function duplicateProblem(containers: readonly ContainerDefinition[]): string | undefined {
  const names = new Set<string | undefined>();
  for (const { name } of containers) {
    if (names.has(name)) return `Container name '${name}' is used more than once in the task definition.`;
    names.add(name);
  }
  return containers.some(({ essential }) => essential !== false)
    ? undefined
    : 'At least one container of the task definition must be essential.';
}

/** Texts as users of both report them. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html */
function fireLensProblem(containers: readonly ContainerDefinition[]): string | undefined {
  const hasRouter = containers.some(({ firelensConfiguration }) => firelensConfiguration !== undefined);
  const isUsed = containers.some(({ logConfiguration }) => logConfiguration?.logDriver === 'awsfirelens');
  if (isUsed && !hasRouter) {
    return 'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.';
  }
  if (hasRouter && !isUsed) {
    return 'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.';
  }
  return undefined;
}

function volumeProblem({ volumes = [], containerDefinitions = [] }: RegisterTaskDefinitionRequest) {
  const names = new Set(volumes.map(({ name }) => name));
  const invalid = volumes.find(({ name = '' }) => !/^[A-Za-z0-9_-]{1,255}$/.test(name));
  if (invalid !== undefined) {
    return `Invalid volume name '${invalid.name}'. Up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed.`;
  }
  for (const { name, mountPoints = [] } of containerDefinitions) {
    const unknown = mountPoints.find(({ sourceVolume }) => !names.has(sourceVolume));
    if (unknown !== undefined) return `Unknown volume '${unknown.sourceVolume}' in container '${name}'.`;
    const relative = mountPoints.find(({ containerPath = '' }) => !containerPath.startsWith('/'));
    if (relative !== undefined) {
      return `Invalid mount point '${relative.containerPath}' in container '${name}'. The path must be absolute.`;
    }
  }
  return undefined;
}

/** With awsvpc all containers share one network namespace. */
function awsvpcProblem(containers: readonly ContainerDefinition[], networkMode: string): string | undefined {
  if (networkMode !== 'awsvpc') return undefined;
  const ownerByPort = new Map<number, string | undefined>();
  for (const { name, links = [], portMappings = [] } of containers) {
    if (links.length > 0) return 'Links are not supported when networkMode=awsvpc.';
    for (const { containerPort } of portMappings) {
      if (containerPort === undefined) continue;
      if (ownerByPort.has(containerPort)) {
        return `Container port ${containerPort} is mapped twice, by '${ownerByPort.get(containerPort)}' and '${name}', which share one network interface in networkMode=awsvpc.`;
      }
      ownerByPort.set(containerPort, name);
    }
  }
  return undefined;
}
