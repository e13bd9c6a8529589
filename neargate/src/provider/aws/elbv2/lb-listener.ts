import type {
  Listener,
  MutualAuthenticationAttributes,
  ProtocolEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { actionsOf, blocksOfActions } from './actions.ts';
import {
  argumentsOfAttributes,
  attributeMap,
  changedAttributes,
  type CurrentAttributes,
  wantedAttributes,
} from './api-attributes.ts';
import { readTags, tagsOnCreate, updateTags } from './elbv2-tags.ts';
import { lbListenerSchema } from './lb-listener-schema.ts';
import { listenerAttributeKeys } from './listener-attributes.ts';

export const lbListenerType: ResourceType<AwsClient> = {
  schema: lbListenerSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const loadBalancerArn = requiredText(config, 'load_balancer_arn');
    const { Listeners } = await client.call('elbv2', 'CreateListener', {
      LoadBalancerArn: loadBalancerArn,
      ...settingsOf(config),
      Protocol: protocolOf(config) ?? defaultProtocol(loadBalancerArn, config),
      DefaultActions: actionsOf(blocksOf(config, 'default_action')),
      Tags: tagsOnCreate(config),
    });
    const arn = Listeners?.[0]?.ListenerArn ?? '';
    environment.created?.({ id: arn });
    await setAttributes(client, arn, config);
    return present(readListener(client, arn, config), arn);
  },
  read: (state, { client }) => readListener(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'id');
    if (hasChanged(config, prior, ...changeable)) {
      await client.call('elbv2', 'ModifyListener', {
        ListenerArn: arn,
        ...settingsOf(config),
        Protocol: protocolOf(config),
        DefaultActions: actionsOf(blocksOf(config, 'default_action')),
      });
    }
    await setAttributes(client, arn, config);
    await updateTags(client, arn, config, prior);
    return present(readListener(client, arn, config), arn);
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('elbv2', 'DeleteListener', { ListenerArn: requiredText(state, 'id') }),
      'ListenerNotFound',
    );
  },
  plan: (config, prior) =>
    prior !== undefined && hasChanged(config, prior, 'protocol')
      ? { recompute: ['mutual_authentication', 'ssl_policy', ...Object.keys(listenerAttributeKeys)] }
      : {},
};

const changeable = [
  'alpn_policy',
  'certificate_arn',
  'default_action',
  'mutual_authentication',
  'port',
  'protocol',
  'ssl_policy',
] as const;

function protocolOf(config: PlainObject): ProtocolEnum | undefined {
  return textOf(config, 'protocol')?.toUpperCase() as ProtocolEnum | undefined;
}

/** Application load balancers have a protocol even when none is written. */
function defaultProtocol(loadBalancerArn: string, config: PlainObject): ProtocolEnum | undefined {
  if (!loadBalancerArn.includes(':loadbalancer/app/')) return undefined;
  return textOf(config, 'certificate_arn') === undefined ? 'HTTP' : 'HTTPS';
}

function settingsOf(config: PlainObject) {
  const certificateArn = textOf(config, 'certificate_arn');
  const alpnPolicy = textOf(config, 'alpn_policy');
  return {
    Port: numberOf(config, 'port'),
    AlpnPolicy: alpnPolicy === undefined ? undefined : [alpnPolicy],
    Certificates: certificateArn === undefined ? undefined : [{ CertificateArn: certificateArn }],
    MutualAuthentication: mutualAuthenticationOf(blockOf(config, 'mutual_authentication')),
    SslPolicy: textOf(config, 'ssl_policy'),
  };
}

function mutualAuthenticationOf(block: PlainObject | undefined): MutualAuthenticationAttributes | undefined {
  if (block === undefined) return undefined;
  const Mode = requiredText(block, 'mode').toLowerCase();
  if (Mode !== 'verify') return { Mode };
  return {
    Mode,
    TrustStoreArn: textOf(block, 'trust_store_arn'),
    IgnoreClientCertificateExpiry: boolOf(block, 'ignore_client_certificate_expiry'),
    AdvertiseTrustStoreCaNames: textOf(block, 'advertise_trust_store_ca_names') as 'on' | 'off' | undefined,
  };
}

async function currentAttributes(client: AwsClient, arn: string): Promise<CurrentAttributes> {
  const { Attributes } = await client.call('elbv2', 'DescribeListenerAttributes', { ListenerArn: arn });
  return attributeMap(Attributes);
}

async function setAttributes(client: AwsClient, arn: string, config: PlainObject): Promise<void> {
  const current = await currentAttributes(client, arn);
  const changes = changedAttributes(wantedAttributes(config, listenerAttributeKeys), current);
  if (changes.length === 0) return;
  await client.call('elbv2', 'ModifyListenerAttributes', { ListenerArn: arn, Attributes: changes });
}

async function readListener(
  client: AwsClient,
  arn: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeListeners', { ListenerArns: [arn] }),
    'ListenerNotFound',
  );
  const listener: Listener | undefined = found?.Listeners?.[0];
  if (listener === undefined) return undefined;
  const [current, tags] = await Promise.all([currentAttributes(client, arn), readTags(client, arn)]);
  const mutual = listener.MutualAuthentication;
  return {
    id: arn,
    arn,
    alpn_policy: listener.AlpnPolicy?.[0] ?? null,
    certificate_arn: listener.Certificates?.[0]?.CertificateArn ?? null,
    default_action: blocksOfActions(listener.DefaultActions, blocksOf(known, 'default_action')),
    load_balancer_arn: listener.LoadBalancerArn ?? null,
    mutual_authentication:
      mutual === undefined
        ? []
        : [
            {
              advertise_trust_store_ca_names: mutual.AdvertiseTrustStoreCaNames ?? null,
              ignore_client_certificate_expiry: mutual.IgnoreClientCertificateExpiry ?? false,
              mode: mutual.Mode ?? null,
              trust_store_arn: mutual.TrustStoreArn ?? null,
            },
          ],
    port: listener.Port ?? null,
    protocol: listener.Protocol ?? null,
    ssl_policy: listener.SslPolicy ?? '',
    tags_all: tags,
    ...argumentsOfAttributes(listenerAttributeKeys, lbListenerSchema, current, known),
  };
}
