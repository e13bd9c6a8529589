import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText, textMapOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { awaitedOperation } from './awaited-operation.ts';
import { instanceSchema } from './instance-schema.ts';

async function register(config: PlainObject, client: AwsClient): Promise<PlainObject> {
  const InstanceId = requiredText(config, 'instance_id');
  const started = await client.call('servicediscovery', 'RegisterInstance', {
    ServiceId: requiredText(config, 'service_id'),
    InstanceId,
    Attributes: textMapOf(config, 'attributes'),
  });
  await awaitedOperation(client, started);
  return { ...config, id: InstanceId };
}

export const instance: ResourceType<AwsClient> = {
  schema: instanceSchema,
  behaviour: 'real',
  create: (config, { client }) => register(config, client),
  async read(state, { client }) {
    const found = await orAbsent(
      client.call('servicediscovery', 'GetInstance', {
        ServiceId: requiredText(state, 'service_id'),
        InstanceId: requiredText(state, 'instance_id'),
      }),
      'InstanceNotFound',
      'ServiceNotFound',
    );
    return found === undefined ? undefined : { ...state, attributes: found.Instance?.Attributes ?? {} };
  },
  update: (config, _prior, { client }) => register(config, client),
  async delete(state, { client }) {
    await orAbsent(
      client.call('servicediscovery', 'DeregisterInstance', {
        ServiceId: requiredText(state, 'service_id'),
        InstanceId: requiredText(state, 'instance_id'),
      }),
      'InstanceNotFound',
      'ServiceNotFound',
    );
  },
};
