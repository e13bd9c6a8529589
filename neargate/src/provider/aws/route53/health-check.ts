import type { HealthCheckConfig, UpdateHealthCheckRequest } from '@aws-sdk/client-route-53';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags } from '../tags.ts';
import { healthCheckSchema } from './health-check-schema.ts';
import { putTags, tagsOf } from './tagging.ts';

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    arn: null,
    child_health_threshold: 'HealthThreshold',
    child_healthchecks: 'ChildHealthChecks',
    cloudwatch_alarm_name: null,
    cloudwatch_alarm_region: null,
    enable_sni: 'EnableSNI',
    fqdn: 'FullyQualifiedDomainName',
    invert_healthcheck: 'Inverted',
    ip_address: 'IPAddress',
    reference_name: null,
    tags: null,
    tags_all: null,
  },
};

/** Kept: nothing checks from outside. */
export const healthCheck: ResourceType<AwsClient> = {
  schema: healthCheckSchema,
  behaviour: 'stored',
  async create(config, environment) {
    const { client } = environment;
    const reference = textOf(config, 'reference_name');
    const { HealthCheck } = await client.call('route53', 'CreateHealthCheck', {
      CallerReference: `${reference ?? 'terraform'}-${client.ids.hex(26)}`,
      HealthCheckConfig: settingsOf(config),
    });
    const id = HealthCheck?.Id ?? '';
    environment.created?.({ id });
    await putTags(client, 'healthcheck', id, {}, allTags(config));
    return existing(await stateOf(id, config, client));
  },
  async read(state, { client }) {
    const id = requiredText(state, 'id');
    const found = await stateOf(id, state, client);
    return found === undefined ? undefined : { ...found, tags_all: await tagsOf(client, 'healthcheck', id) };
  },
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    const { Type: _, RequestInterval: __, MeasureLatency: ___, ...changes } = settingsOf(config);
    const input: UpdateHealthCheckRequest = { HealthCheckId: id, ...changes };
    await client.call('route53', 'UpdateHealthCheck', input);
    await putTags(client, 'healthcheck', id, allTags(prior), allTags(config));
    return existing(await stateOf(id, config, client));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('route53', 'DeleteHealthCheck', { HealthCheckId: requiredText(state, 'id') }),
      'NoSuchHealthCheck',
    );
  },
};

function settingsOf(config: PlainObject): HealthCheckConfig {
  const alarm = textOf(config, 'cloudwatch_alarm_name');
  return {
    ...toApi<HealthCheckConfig>(config, healthCheckSchema, naming),
    ...(alarm === undefined
      ? {}
      : {
          AlarmIdentifier: {
            Name: alarm,
            Region: textOf(config, 'cloudwatch_alarm_region') as NonNullable<
              HealthCheckConfig['AlarmIdentifier']
            >['Region'],
          },
        }),
  };
}

async function stateOf(id: string, known: PlainObject, client: AwsClient): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call('route53', 'GetHealthCheck', { HealthCheckId: id }),
    'NoSuchHealthCheck',
  );
  const found = output?.HealthCheck?.HealthCheckConfig;
  if (found === undefined) return undefined;
  return {
    ...fromApi(found, healthCheckSchema, naming),
    id,
    arn: `arn:${client.caller.partition}:route53:::healthcheck/${id}`,
    cloudwatch_alarm_name: found.AlarmIdentifier?.Name ?? null,
    cloudwatch_alarm_region: found.AlarmIdentifier?.Region ?? null,
    measure_latency: found.MeasureLatency ?? false,
    reference_name: known['reference_name'] ?? null,
  };
}
