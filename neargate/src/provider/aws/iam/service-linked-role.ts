import type { Role } from '@aws-sdk/client-iam';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { waitFor } from '../waiting.ts';
import { findRole } from './role.ts';
import { serviceLinkedRoleSchema } from './service-linked-role-schema.ts';

/** Long enough for what the same run destroys; AWS's own task takes minutes. */
const patienceMs = 60_000;

/** The role that a service has for its own work, with AWS's name, path, trust and policy. */
export const serviceLinkedRole: ResourceType<AwsClient> = {
  schema: serviceLinkedRoleSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const { Role: made } = await client.call('iam', 'CreateServiceLinkedRole', {
      AWSServiceName: requiredText(config, 'aws_service_name'),
      CustomSuffix: textOf(config, 'custom_suffix'),
      Description: textOf(config, 'description'),
    });
    const name = made?.RoleName ?? '';
    environment.created?.({ id: made?.Arn ?? '' });
    const tags = tagList(allTags(config));
    if (tags.length > 0) await client.call('iam', 'TagRole', { RoleName: name, Tags: tags });
    return stateOf(existing(await findRole(client, name)));
  },
  async read(state, { client }) {
    const found = await findRole(client, nameOf(state));
    return found === undefined ? undefined : stateOf(found);
  },
  async update(config, prior, { client }) {
    const RoleName = nameOf(prior);
    if (hasChanged(config, prior, 'description')) {
      await client.call('iam', 'UpdateRole', { RoleName, Description: textOf(config, 'description') ?? '' });
    }
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('iam', 'UntagRole', { RoleName, TagKeys: removed });
    if (Object.keys(set).length > 0) await client.call('iam', 'TagRole', { RoleName, Tags: tagList(set) });
    return stateOf(existing(await findRole(client, RoleName)));
  },
  delete: (state, environment) => deleteRole(nameOf(state), environment),
};

/** Its service's resources are often destroyed in the same run and do not depend on it: a failed task is tried again. */
async function deleteRole(RoleName: string, environment: OperationEnvironment<AwsClient>): Promise<void> {
  const { client, signal } = environment;
  const untilMs = client.clock.now() + patienceMs;
  await waitFor(client.clock, signal, async () => {
    const task = await orAbsent(client.call('iam', 'DeleteServiceLinkedRole', { RoleName }), 'NoSuchEntity');
    if (task === undefined) return true;
    const { DeletionTaskId } = task;
    const { Status, Reason: reason } = await client.call('iam', 'GetServiceLinkedRoleDeletionStatus', {
      DeletionTaskId,
    });
    if (Status === 'SUCCEEDED') return true;
    const usage = (reason?.RoleUsageList ?? []).flatMap(({ Resources = [] }) => Resources).join(', ');
    const message = `deleting IAM Service Linked Role (${RoleName}): ${reason?.Reason ?? Status ?? ''} ${usage}`;
    if (client.clock.now() >= untilMs) throw new UserError(message);
    environment.progress(message);
    return undefined;
  });
}

/** The id is the role's ARN. */
function nameOf(state: PlainObject): string {
  const arn = requiredText(state, 'id');
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function stateOf(found: Role): PlainObject {
  const [, , serviceName = ''] = (found.Path ?? '').split('/');
  const name = found.RoleName ?? '';
  return {
    id: found.Arn ?? null,
    arn: found.Arn ?? null,
    aws_service_name: serviceName,
    create_date: timeText(found.CreateDate),
    custom_suffix: suffixOf(name, serviceName),
    description: found.Description ?? null,
    name,
    path: found.Path ?? null,
    unique_id: found.RoleId ?? null,
    tags_all: tagMap(found.Tags),
  };
}

/** The names of Application Auto Scaling's roles have an underscore of their own, and no suffix. */
function suffixOf(name: string, serviceName: string): string | null {
  const at = name.indexOf('_');
  return at === -1 || serviceName.includes('.application-autoscaling.') ? null : name.slice(at + 1);
}
