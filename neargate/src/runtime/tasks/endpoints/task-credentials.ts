import type { Credentials } from '@aws-sdk/client-sts';
import { parseArn } from '../../../core/arn.ts';
import { iamTables, nameKey } from '../../../services/iam/store.ts';
import { assumedRoleUser, startSession } from '../../../services/sts/sessions.ts';
import type { ControlPlane } from '../../control-plane.ts';

/** As AWS renews them: well before they end. */
const sessionSeconds = 6 * 60 * 60;
const renewBeforeEndMs = 60 * 60 * 1000;

interface TaskRole {
  readonly scope: string;
  readonly taskArn: string;
  readonly roleArn: string;
  readonly credentialsId: string;
  current?: Credentials;
}

/** What the credentials endpoint answers. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
export interface RoleCredentials {
  readonly RoleArn: string;
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  readonly Expiration: string;
}

/** Temporary credentials of tasks' roles, in sessions that are named by the task, as on AWS. */
export class TaskCredentials {
  readonly #plane: ControlPlane;
  readonly #byId = new Map<string, TaskRole>();
  readonly #byTask = new Map<string, TaskRole>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /** The id of the task's credentials, which is the secret by which its containers ask for them. */
  idOf(scope: string, taskArn: string, roleArn: string): string {
    const known = this.#byTask.get(taskArn);
    if (known !== undefined) return known.credentialsId;
    const role: TaskRole = { scope, taskArn, roleArn, credentialsId: this.#plane.ids.uuid() };
    this.#byId.set(role.credentialsId, role);
    this.#byTask.set(taskArn, role);
    return role.credentialsId;
  }

  /** Undefined when nobody has that id, or the role does not exist any more. */
  credentials(credentialsId: string): RoleCredentials | undefined {
    const role = this.#byId.get(credentialsId);
    if (role === undefined) return undefined;
    const endsAtMs = role.current?.Expiration?.getTime() ?? 0;
    if (endsAtMs - this.#plane.clock.now() < renewBeforeEndMs) {
      const renewed = this.#startSession(role);
      if (renewed !== undefined) role.current = renewed;
    }
    const { current } = role;
    if (current === undefined) return undefined;
    return {
      RoleArn: role.roleArn,
      AccessKeyId: current.AccessKeyId ?? '',
      SecretAccessKey: current.SecretAccessKey ?? '',
      Token: current.SessionToken ?? '',
      Expiration: current.Expiration?.toISOString() ?? '',
    };
  }

  forget(taskArn: string): void {
    const role = this.#byTask.get(taskArn);
    if (role === undefined) return;
    this.#byTask.delete(taskArn);
    this.#byId.delete(role.credentialsId);
  }

  #startSession({ scope, taskArn, roleArn }: TaskRole): Credentials | undefined {
    const [ownAccountId = ''] = scope.split('/');
    const arn = parseArn(roleArn);
    const accountId = arn?.accountId ?? ownAccountId;
    const name = (arn?.resource ?? roleArn).split('/').at(-1) ?? '';
    const role = iamTables(this.#plane.store, accountId).roles.get(nameKey(name));
    if (role === undefined) return undefined;
    const user = assumedRoleUser(role, accountId, taskArn.slice(taskArn.lastIndexOf('/') + 1));
    return this.#plane.store.transact(() =>
      startSession(this.#plane.contextOf(scope), {
        accountId,
        principalArn: user.Arn,
        userId: user.AssumedRoleId,
        durationSeconds: sessionSeconds,
      }),
    );
  }
}
