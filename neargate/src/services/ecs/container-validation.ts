import type { ContainerDefinition } from '@aws-sdk/client-ecs';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html */
const maxEnvironmentFiles = 10;

/** What is wrong with one container definition whatever it runs on, or undefined. */
export function containerProblem(
  container: ContainerDefinition,
  networkMode: string,
  taskMemoryMib: number | undefined,
): string | undefined {
  const { name, image, memory, memoryReservation } = container;
  if (name === undefined || name === '') return 'Container.name should not be null or empty.';
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
    return `Invalid container name '${name}'. Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed.`;
  }
  if (image === undefined || image === '') return 'Container.image should not be null or empty.';
  if (taskMemoryMib === undefined && memory === undefined && memoryReservation === undefined) {
    return `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`;
  }
  if (memory !== undefined && memoryReservation !== undefined && memory < memoryReservation) {
    return `Invalid setting for container '${name}'. The 'memory' value must be greater than or equal to the 'memoryReservation' value.`;
  }
  return (
    secretProblem(container) ??
    environmentFileProblem(container) ??
    portProblem(container, networkMode) ??
    healthCheckProblem(container) ??
    restartPolicyProblem(container) ??
    ulimitProblem(container)
  );
}

function secretProblem({ name, secrets = [], environment = [] }: ContainerDefinition): string | undefined {
  const taken = new Set(environment.map((variable) => variable.name));
  for (const secret of secrets) {
    if (taken.has(secret.name)) {
      return `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${secret.name}'.`;
    }
    if (secret.valueFrom === '')
      return `Secret '${secret.name}' of container '${name}' has an empty valueFrom.`;
    taken.add(secret.name);
  }
  return undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html */
function environmentFileProblem({ name, environmentFiles = [] }: ContainerDefinition): string | undefined {
  if (environmentFiles.length > maxEnvironmentFiles) {
    return `Too many environmentFiles in container '${name}': ${environmentFiles.length}. The maximum is ${maxEnvironmentFiles}.`;
  }
  for (const { value = '', type } of environmentFiles) {
    if (type !== 's3')
      return `Invalid environmentFiles type '${type}' of container '${name}'. The only supported value is s3.`;
    if (!/^arn:[^:]+:s3:::[^/]+\/.+\.env$/.test(value)) {
      return `Invalid environmentFiles value '${value}' of container '${name}'. It must be the ARN of an S3 object whose name ends in .env.`;
    }
  }
  return undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html */
function restartPolicyProblem({ name, restartPolicy }: ContainerDefinition): string | undefined {
  if (restartPolicy === undefined) return undefined;
  const { restartAttemptPeriod: seconds, ignoredExitCodes = [] } = restartPolicy;
  if (seconds !== undefined && (seconds < 60 || seconds > 1800)) {
    return `Invalid restartPolicy restartAttemptPeriod ${seconds} of container '${name}'. It must be between 60 and 1800.`;
  }
  return ignoredExitCodes.length > 50
    ? `Too many restartPolicy ignoredExitCodes in container '${name}'. The maximum is 50.`
    : undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html */
const ulimitNames: readonly string[] = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
];

function ulimitProblem({ name, ulimits = [] }: ContainerDefinition): string | undefined {
  for (const { name: limit = '', softLimit, hardLimit } of ulimits) {
    if (!ulimitNames.includes(limit)) return `Invalid ulimit '${limit}' of container '${name}'.`;
    if (softLimit === undefined || hardLimit === undefined || (hardLimit >= 0 && softLimit > hardLimit)) {
      return `Invalid ulimit '${limit}' of container '${name}'. The soft limit must be at most the hard limit.`;
    }
  }
  return undefined;
}

function portProblem(
  { name, portMappings = [] }: ContainerDefinition,
  networkMode: string,
): string | undefined {
  for (const { containerPort, hostPort, containerPortRange } of portMappings) {
    if (containerPortRange !== undefined) continue;
    if (containerPort === undefined || containerPort < 1 || containerPort > 65_535) {
      return `Invalid container port ${containerPort} in the port mappings of container '${name}'. Ports must be between 1 and 65535.`;
    }
    if (networkMode === 'awsvpc' && hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort) {
      return 'When networkMode=awsvpc, the host ports and container ports in port mappings must match.';
    }
  }
  return undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
const healthCheckBounds = [
  ['interval', 5, 300],
  ['timeout', 2, 60],
  ['retries', 1, 10],
  ['startPeriod', 0, 300],
] as const;

function healthCheckProblem({ name, healthCheck }: ContainerDefinition): string | undefined {
  if (healthCheck === undefined) return undefined;
  const [form] = healthCheck.command ?? [];
  if (form === undefined || !['CMD', 'CMD-SHELL', 'NONE'].includes(form)) {
    return `Invalid healthCheck command of container '${name}'. The command must start with CMD to run it directly, or CMD-SHELL to run it with the container's default shell.`;
  }
  for (const [member, minimum, maximum] of healthCheckBounds) {
    const value = healthCheck[member];
    if (value !== undefined && (value < minimum || value > maximum)) {
      return `Invalid healthCheck ${member} ${value} of container '${name}'. It must be between ${minimum} and ${maximum}.`;
    }
  }
  return undefined;
}
