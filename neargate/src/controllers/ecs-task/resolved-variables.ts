import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { TaskEnvironment } from './environment.ts';

/**
 * What containers' environment files and secrets hold, read once per task, when it is prepared: a rotation is seen by new tasks only.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export class ResolvedVariables {
  private readonly environment: Pick<TaskEnvironment, 'readEnvironmentFiles' | 'resolveSecrets'>;
  private readonly byTask = new Map<string, Map<string, Resolved>>();

  constructor(environment: Pick<TaskEnvironment, 'readEnvironmentFiles' | 'resolveSecrets'>) {
    this.environment = environment;
  }

  /** Reads them the first time. Throws TaskStartError. `definition` has the task's overrides. */
  of(scope: string, taskArn: string, definition: ContainerDefinition): Resolved {
    const containers = this.byTask.get(taskArn) ?? new Map<string, Resolved>();
    this.byTask.set(taskArn, containers);
    const name = definition.name ?? '';
    const known = containers.get(name);
    if (known !== undefined) return known;
    const resolved = {
      secrets: this.environment.resolveSecrets(scope, taskArn, definition),
      files: this.environment.readEnvironmentFiles(scope, taskArn, definition),
    };
    containers.set(name, resolved);
    return resolved;
  }

  forget(taskArn: string): void {
    this.byTask.delete(taskArn);
  }
}

interface Resolved {
  readonly secrets: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}
