import type { RunTaskRequest, TaskOverride } from '@aws-sdk/client-ecs';
import { AwsError } from '../../core/aws-error.ts';
import { clientException, invalidParameter } from './errors.ts';
import type { TaskDefinitionRow } from './store.ts';
import { isFargateSize, parseCpuUnits, parseMemoryMib } from './task-size.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
const maxOverrideCharacters = 8192;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html */
const platformVersions: readonly string[] = ['LATEST', '1.3.0', '1.4.0'];

/** What RunTask refuses of a request that has nothing to do with its task definition. Texts without a source are not verified. */
export function requirePlacement(input: RunTaskRequest): void {
  const { count = 1, launchType, capacityProviderStrategy = [], group, startedBy, propagateTags } = input;
  if (count < 1 || count > 10) throw invalidParameter('The number of tasks to run must be between 1 and 10.');
  if (launchType !== undefined && capacityProviderStrategy.length > 0) {
    throw invalidParameter(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  if ((input.placementConstraints ?? []).length > 0 || (input.placementStrategy ?? []).length > 0) {
    throw clientException('Placement constraints and placement strategies are not supported with FARGATE.');
  }
  if (group?.startsWith('service:') === true) {
    throw invalidParameter('Invalid namespace for group.');
  }
  if (startedBy !== undefined && !/^[A-Za-z0-9/_-]{0,128}$/.test(startedBy)) {
    throw invalidParameter(
      'startedBy can have up to 128 letters (uppercase and lowercase), numbers, hyphens, forward slashes, and underscores.',
    );
  }
  if (propagateTags === 'SERVICE') {
    throw invalidParameter(
      'SERVICE is not a valid value of propagateTags for tasks that do not belong to a service.',
    );
  }
}

/** Throws PlatformUnknownException for a Fargate platform version that does not exist. */
export function requirePlatformVersion(platformVersion: string | undefined): void {
  if (platformVersion === undefined || platformVersions.includes(platformVersion)) return;
  throw new AwsError('PlatformUnknownException', 'The specified platform version does not exist.');
}

/**
 * ECS Exec speaks with the task's role. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 * @param failure how the sentence begins, such as `The service couldn't be created`
 */
export function requireRoleForExec(
  definition: Pick<TaskDefinitionRow, 'taskRoleArn'>,
  enableExecuteCommand: boolean | undefined,
  failure: string,
): void {
  if (enableExecuteCommand !== true || definition.taskRoleArn !== undefined) return;
  throw invalidParameter(
    `${failure} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`,
  );
}

export function requireOverrides(definition: TaskDefinitionRow, overrides: TaskOverride | undefined): void {
  if (overrides === undefined) return;
  if (JSON.stringify(overrides).length > maxOverrideCharacters) {
    throw invalidParameter(`Overrides length must be at most ${maxOverrideCharacters}.`);
  }
  const names = new Set(definition.containerDefinitions.map(({ name }) => name));
  const unknown = overrides.containerOverrides?.find(({ name }) => !names.has(name));
  if (unknown !== undefined) {
    throw invalidParameter(
      `Override for container named ${unknown.name} is not a container in the TaskDefinition.`,
    );
  }
  if (overrides.cpu === undefined && overrides.memory === undefined) return;
  const cpu = overrides.cpu ?? definition.cpu ?? '';
  const memory = overrides.memory ?? definition.memory ?? '';
  const cpuUnits = parseCpuUnits(cpu);
  const memoryMib = parseMemoryMib(memory);
  if (cpuUnits === undefined || memoryMib === undefined || !isFargateSize(cpuUnits, memoryMib)) {
    throw clientException(
      `No Fargate configuration exists for given values: ${cpuUnits ?? cpu} CPU, ${memoryMib ?? memory} memory. See the Amazon ECS documentation for the valid values.`,
    );
  }
}
