import type { NetworkConfiguration } from '@aws-sdk/client-ecs';
import { type AppSpec, AppSpecError, hookEvents } from './appspec.ts';
import { type Place, readDocument } from './document.ts';

/**
 * Reads an AppSpec file for Amazon ECS, in YAML or JSON.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html#appspec-file-example-ecs
 * @throws AppSpecError with the line and what to write instead
 */
export function parseAppSpec(text: string): AppSpec {
  const root = readDocument(text);
  requireVersion(root.member('version'));
  expectKeys(root, ['version', 'Resources', 'Hooks']);
  const properties = propertiesOf(root.member('Resources'));
  expectKeys(properties, [
    'TaskDefinition',
    'LoadBalancerInfo',
    'PlatformVersion',
    'NetworkConfiguration',
    'CapacityProviderStrategy',
  ]);
  const loadBalancer = properties.member('LoadBalancerInfo');
  if (isAbsent(loadBalancer)) throw missing(loadBalancer, 'ContainerName and ContainerPort in it');
  expectKeys(loadBalancer, ['ContainerName', 'ContainerPort']);
  return {
    taskDefinition: requiredText(
      properties.member('TaskDefinition'),
      'the ARN of a task definition, or <TASK_DEFINITION> in a pipeline',
    ),
    containerName: requiredText(loadBalancer.member('ContainerName'), 'the name of a container'),
    containerPort: portOf(loadBalancer.member('ContainerPort')),
    platformVersion: textOf(properties.member('PlatformVersion')),
    networkConfiguration: networkOf(properties.member('NetworkConfiguration')),
    capacityProviderStrategy: strategyOf(properties.member('CapacityProviderStrategy')),
    hooks: hooksOf(root.member('Hooks')),
  };
}

function requireVersion(place: Place): void {
  if (isAbsent(place)) throw new AppSpecError('version is missing: add the line "version: 0.0".');
  if (Number(place.value) === 0) return;
  throw new AppSpecError(
    `The version of the AppSpec file must be 0.0, found ${String(place.value)} at line ${place.line}.`,
  );
}

/** The only resource, `TargetService`, and in it the properties. */
function propertiesOf(resources: Place): Place {
  const [resource, second] = resources.items();
  if (resource === undefined) {
    throw missing(resources, 'a list with one item, "- TargetService:"');
  }
  if (second !== undefined) {
    throw new AppSpecError(
      `Only one resource can be deployed: remove the second one at line ${second.line}.`,
    );
  }
  const [name, ...others] = resource.keys();
  if (name === undefined || others.length > 0) {
    throw new AppSpecError(
      `Expected the resource at line ${resource.line} to have one name, "TargetService", with Type and Properties below it.`,
    );
  }
  const service = resource.member(name);
  const type = service.member('Type');
  if (type.value !== 'AWS::ECS::Service') {
    throw new AppSpecError(
      `Expected Type to be "AWS::ECS::Service", found ${isAbsent(type) ? 'nothing' : String(type.value)} at line ${type.line}.`,
    );
  }
  expectKeys(service, ['Type', 'Properties']);
  const properties = service.member('Properties');
  if (isAbsent(properties)) throw missing(properties, 'TaskDefinition and LoadBalancerInfo in it');
  return properties;
}

function portOf(place: Place): number {
  const port = Number(requiredText(place, 'the port that the container listens on'));
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new AppSpecError(`Expected ${place.name} to be a port from 1 to 65535 at line ${place.line}.`);
}

function networkOf(place: Place): NetworkConfiguration | undefined {
  if (isAbsent(place)) return undefined;
  expectKeys(place, ['AwsvpcConfiguration']);
  const awsvpc = place.member('AwsvpcConfiguration');
  if (isAbsent(awsvpc)) throw missing(awsvpc, 'Subnets, SecurityGroups and AssignPublicIp in it');
  expectKeys(awsvpc, ['Subnets', 'SecurityGroups', 'AssignPublicIp']);
  const assignPublicIp = textOf(awsvpc.member('AssignPublicIp'));
  if (assignPublicIp !== undefined && assignPublicIp !== 'ENABLED' && assignPublicIp !== 'DISABLED') {
    const { line } = awsvpc.member('AssignPublicIp');
    throw new AppSpecError(
      `Expected AssignPublicIp to be ENABLED or DISABLED, found ${assignPublicIp} at line ${line}.`,
    );
  }
  return {
    awsvpcConfiguration: {
      subnets: textsOf(awsvpc.member('Subnets')),
      securityGroups: textsOf(awsvpc.member('SecurityGroups')),
      ...(assignPublicIp === undefined ? {} : { assignPublicIp }),
    },
  };
}

function strategyOf(place: Place): AppSpec['capacityProviderStrategy'] {
  if (isAbsent(place)) return undefined;
  return requiredItems(place).map((item) => {
    expectKeys(item, ['CapacityProvider', 'Base', 'Weight']);
    const numberOf = (key: string) => {
      const text = textOf(item.member(key));
      return text === undefined ? undefined : Number(text);
    };
    return {
      capacityProvider: requiredText(item.member('CapacityProvider'), 'FARGATE or FARGATE_SPOT'),
      base: numberOf('Base'),
      weight: numberOf('Weight'),
    };
  });
}

function hooksOf(place: Place): AppSpec['hooks'] {
  if (isAbsent(place)) return {};
  const hooks: Partial<Record<string, string>> = {};
  for (const item of requiredItems(place)) {
    for (const event of item.keys()) {
      if (!hookEvents.some((known) => known === event)) {
        throw new AppSpecError(
          `Unknown lifecycle event ${event} at line ${item.line}. Those that can have a hook are ${hookEvents.join(', ')}.`,
        );
      }
      hooks[event] = requiredText(item.member(event), 'the name or ARN of a Lambda function');
    }
  }
  return hooks;
}

function isAbsent({ value }: Place): boolean {
  return value === undefined || value === null;
}

function missing({ name, line }: Place, wanted: string): AppSpecError {
  return new AppSpecError(`${name} is missing at line ${line}: write ${wanted}.`);
}

function textOf(place: Place): string | undefined {
  if (isAbsent(place)) return undefined;
  if (typeof place.value === 'object')
    throw new AppSpecError(`Expected ${place.name} to be a text at line ${place.line}.`);
  return String(place.value as string | number | boolean);
}

function requiredText(place: Place, wanted: string): string {
  const text = textOf(place);
  if (text === undefined || text === '') throw missing(place, wanted);
  return text;
}

function requiredItems(place: Place): readonly Place[] {
  if (Array.isArray(place.value)) return place.items();
  throw new AppSpecError(
    `Expected ${place.name} to be a list at line ${place.line}: begin each item with "- ".`,
  );
}

function textsOf(place: Place): string[] {
  if (isAbsent(place)) return [];
  return requiredItems(place).map((item) => requiredText(item, 'an ID'));
}

/** Names are case-sensitive: a misspelt one would be ignored in silence. */
function expectKeys(place: Place, known: readonly string[]): void {
  const unknown = place.keys().find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const { line } = place.member(unknown);
  throw new AppSpecError(
    `Unknown name ${unknown} in ${place.name} at line ${line}. Those that can stand there are ${known.join(', ')}.`,
  );
}
