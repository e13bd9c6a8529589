import type { Access, ActionTable, Input, Place } from '../access.ts';
import { codebuildActions, codecommitActions, codedeployActions, codepipelineActions } from './delivery.ts';
import { ecsActions } from './ecs.ts';
import {
  applicationAutoscalingActions,
  cloudwatchActions,
  ecrActions,
  elbv2Actions,
  eventsActions,
  kmsActions,
  logsActions,
  secretsmanagerActions,
  ssmActions,
  stsActions,
} from './foundation.ts';
import { iamActions } from './iam.ts';
import { snsActions, sqsActions } from './messaging.ts';
import { rdsActions } from './rds.ts';
import { route53Actions } from './route53.ts';
import { s3Actions, s3Default } from './s3.ts';

/** By the name that a service has in the catalog. Services that are not here name their actions as operations, on `*`. */
const tables: Readonly<Record<string, ActionTable>> = {
  'application-autoscaling': applicationAutoscalingActions,
  cloudwatch: cloudwatchActions,
  codebuild: codebuildActions,
  codecommit: codecommitActions,
  codedeploy: codedeployActions,
  codepipeline: codepipelineActions,
  ecr: ecrActions,
  ecs: ecsActions,
  elbv2: elbv2Actions,
  events: eventsActions,
  iam: iamActions,
  kms: kmsActions,
  logs: logsActions,
  rds: rdsActions,
  route53: route53Actions,
  s3: s3Actions,
  secretsmanager: secretsmanagerActions,
  sns: snsActions,
  sqs: sqsActions,
  ssm: ssmActions,
  sts: stsActions,
};

/** The prefix of a service's actions, where it is not the name in signatures. */
const prefixes: Readonly<Record<string, string>> = { cloudwatch: 'cloudwatch' };

/** Everything that a call does, PassRole aside. */
export function callAccess(
  service: { readonly name: string; readonly signingName: string },
  operation: string,
  input: Input,
  place: Place,
): readonly Access[] {
  const table = tables[service.name];
  const rule = table !== undefined && Object.hasOwn(table, operation) ? table[operation] : undefined;
  if (rule !== undefined) return rule(input, place);
  if (service.name === 's3') return s3Default(operation)(input, place);
  const prefix = prefixes[service.name] ?? service.signingName;
  return [{ action: `${prefix}:${operation}`, resource: '*' }];
}
