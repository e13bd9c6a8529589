import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { lbListenerCertificateSchema } from './lb-listener-certificate-schema.ts';

export const lbListenerCertificateType: ResourceType<AwsClient> = {
  schema: lbListenerCertificateSchema,
  behaviour: 'real',
  async create(config, { client }) {
    await client.call('elbv2', 'AddListenerCertificates', inputOf(config));
    return present(readCertificate(client, config), requiredText(config, 'certificate_arn'));
  },
  read: (state, { client }) => readCertificate(client, state),
  async delete(state, { client }) {
    await orAbsent(client.call('elbv2', 'RemoveListenerCertificates', inputOf(state)), 'ListenerNotFound');
  },
};

function inputOf(config: PlainObject) {
  return {
    ListenerArn: requiredText(config, 'listener_arn'),
    Certificates: [{ CertificateArn: requiredText(config, 'certificate_arn') }],
  };
}

async function readCertificate(client: AwsClient, known: PlainObject): Promise<PlainObject | undefined> {
  const listenerArn = requiredText(known, 'listener_arn');
  const certificateArn = requiredText(known, 'certificate_arn');
  const found = await orAbsent(
    client.call('elbv2', 'DescribeListenerCertificates', { ListenerArn: listenerArn }),
    'ListenerNotFound',
  );
  const isThere = found?.Certificates?.some(
    ({ CertificateArn, IsDefault }) => CertificateArn === certificateArn && IsDefault !== true,
  );
  if (isThere !== true) return undefined;
  return {
    id: `${listenerArn}_${certificateArn}`,
    listener_arn: listenerArn,
    certificate_arn: certificateArn,
  };
}
