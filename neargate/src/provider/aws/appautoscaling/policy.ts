import type { PutScalingPolicyRequest, ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiMember, type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { whileRefused } from '../patient.ts';
import { policySchema } from './policy-schema.ts';
import { storedOnly } from './stored-only.ts';
import { targetIdOf } from './target-id.ts';

const service = 'application-autoscaling';
const tracking = 'target_tracking_scaling_policy_configuration.customized_metric_specification';
const predictive = 'predictive_scaling_policy_configuration.metric_specification';
const step = 'step_scaling_policy_configuration.step_adjustment';

const numberText = (member: string): ApiMember => ({
  member,
  write: (text) => Number(text),
  read: (number) => String(number as number),
});

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    alarm_arns: null,
    arn: 'PolicyARN',
    name: 'PolicyName',
    [step]: 'StepAdjustments',
    [`${step}.metric_interval_lower_bound`]: numberText('MetricIntervalLowerBound'),
    [`${step}.metric_interval_upper_bound`]: numberText('MetricIntervalUpperBound'),
    [predictive]: 'MetricSpecifications',
    [`${predictive}.target_value`]: numberText('TargetValue'),
    ...Object.fromEntries(
      ['capacity', 'load', 'scaling'].flatMap((kind) => {
        const queries = `${predictive}.customized_${kind}_metric_specification.metric_data_query`;
        return [
          [queries, 'MetricDataQueries'],
          [`${queries}.metric_stat.metric.dimension`, 'Dimensions'],
        ];
      }),
    ),
    [`${tracking}.metrics`]: 'Metrics',
  },
};

export const policy: ResourceType<AwsClient> = {
  schema: policySchema,
  behaviour: 'real',
  plan(config) {
    const block = 'target_tracking_scaling_policy_configuration';
    const both = ['customized_metric_specification', 'predefined_metric_specification'].every(
      (name) => blockOf(blockOf(config, block) ?? {}, name) !== undefined,
    );
    const finding = `"${block}.0.customized_metric_specification": conflicts with ${block}.0.predefined_metric_specification`;
    return {
      diagnostics: both
        ? [errorDiagnostic('Conflicting configuration arguments', finding)]
        : storedOnly(config),
    };
  },
  create: put,
  async read(state, { client }) {
    const found = await find(state, client);
    return found === undefined ? undefined : stateOf(found);
  },
  update: (config, _prior, environment) => put(config, environment),
  async delete(state, { client }) {
    await orAbsent(
      client.call(service, 'DeleteScalingPolicy', {
        ...targetIdOf(state),
        PolicyName: requiredText(state, 'name'),
      }),
      'ObjectNotFoundException',
    );
  },
};

async function put(config: PlainObject, environment: OperationEnvironment<AwsClient>): Promise<PlainObject> {
  const input = toApi<PutScalingPolicyRequest>(config, policySchema, naming);
  await whileRefused(environment, ['FailedResourceAccessException'], () =>
    environment.client.call(service, 'PutScalingPolicy', input),
  );
  return stateOf(existing(await find(config, environment.client)));
}

async function find(object: PlainObject, client: AwsClient): Promise<ScalingPolicy | undefined> {
  const { ScalingPolicies = [] } = await client.call(service, 'DescribeScalingPolicies', {
    ...targetIdOf(object),
    PolicyNames: [requiredText(object, 'name')],
  });
  return ScalingPolicies[0];
}

function stateOf(found: ScalingPolicy): PlainObject {
  return {
    ...fromApi(found, policySchema, naming),
    id: found.PolicyName ?? null,
    alarm_arns: (found.Alarms ?? []).map(({ AlarmARN }) => AlarmARN ?? null),
  };
}
