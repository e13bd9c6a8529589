import type { ContainerDefinition } from '@aws-sdk/client-ecs';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the argument `container_definitions`. Members that are null count as not written, as in the provider.
 *
 * @throws SyntaxError when it is not a JSON array of objects.
 */
export function parseContainerDefinitions(text: string): ContainerDefinition[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed) || !parsed.every(isObject)) {
    throw new SyntaxError('the document is not an array of objects');
  }
  return parsed.map((definition) => withoutNulls(definition) as ContainerDefinition);
}

/** Why a text cannot be container definitions, or undefined; found at plan time as the provider does. */
export function containerDefinitionsProblem(text: string): string | undefined {
  let definitions: ContainerDefinition[];
  try {
    definitions = parseContainerDefinitions(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  for (const { name = '', environment = [] } of definitions) {
    for (const entry of environment) {
      if (entry.value !== undefined && typeof entry.value !== 'string') {
        const kind = typeof entry.value;
        return `container ${name}: environment variable ${entry.name ?? ''} is a ${kind}, it must be a string`;
      }
    }
  }
  return undefined;
}

/** Whether two documents make ECS run the same containers, by the normalisation that the provider compares with. */
export function sameContainerDefinitions(left: string, right: string): boolean {
  try {
    return normalContainerDefinitions(left) === normalContainerDefinitions(right);
  } catch {
    return false;
  }
}

/**
 * Containers in the order of their names, environment variables and secrets by theirs, without what is empty and without the
 * values that ECS fills in by itself. A host port that is the container's own is one of these: that is what it is in the
 * `awsvpc` network mode, the only one that Fargate has.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/task_definition_equivalency.go
 */
export function normalContainerDefinitions(text: string): string {
  const containers = parseContainerDefinitions(text).map((definition) =>
    normalContainer(definition as unknown as Json),
  );
  return JSON.stringify(ordered(containers.toSorted(byName)));
}

const healthCheckDefaults: Json = { interval: 30, retries: 3, timeout: 5 };

function normalContainer(container: Json): Json {
  const { portMappings, environment, environmentFiles, secrets, healthCheck, ...rest } = container;
  return withoutEmpty({
    ...rest,
    essential: rest['essential'] ?? true,
    cpu: rest['cpu'] === 0 ? undefined : rest['cpu'],
    portMappings: listOf(portMappings).map(normalPortMapping).toSorted(byContent),
    environment: listOf(environment).toSorted(byName),
    environmentFiles: listOf(environmentFiles).toSorted(byContent),
    secrets: listOf(secrets).toSorted(byName),
    healthCheck: isObject(healthCheck) ? { ...healthCheckDefaults, ...healthCheck } : undefined,
  });
}

function normalPortMapping(mapping: Json): Json {
  const { hostPort, protocol, ...rest } = mapping;
  const isOwn = hostPort === undefined || hostPort === 0 || hostPort === rest['containerPort'];
  return {
    ...rest,
    ...(isOwn ? {} : { hostPort }),
    ...(protocol === undefined || protocol === 'tcp' ? {} : { protocol }),
  };
}

/** Without lists, objects and texts that are empty: the provider's types do not tell them from what is not written. */
function withoutEmpty(object: Json): Json {
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(object)) {
    const inner = isObject(value) ? withoutEmpty(value) : value;
    const isEmpty =
      inner === undefined ||
      inner === '' ||
      (Array.isArray(inner) && inner.length === 0) ||
      (isObject(inner) && Object.keys(inner).length === 0);
    if (!isEmpty) kept.push([name, inner]);
  }
  return Object.fromEntries(kept);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => element !== null).map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === null ? [] : [[name, withoutNulls(member)] as const],
    ),
  );
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, ordered(member)]),
  );
}

function byName(left: Json, right: Json): number {
  const [a, b] = [nameOf(left), nameOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameOf({ name }: Json): string {
  return typeof name === 'string' ? name : '';
}

function byContent(left: Json, right: Json): number {
  const [a, b] = [JSON.stringify(ordered(left)), JSON.stringify(ordered(right))];
  return a < b ? -1 : a > b ? 1 : 0;
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
