import type { Arn } from '../../../core/arn.ts';
import { invokeBuild } from './codebuild.ts';
import { invokePipeline } from './codepipeline.ts';
import { invokeRunTask } from './ecs.ts';
import { invokeEventBus } from './event-bus.ts';
import { invokeLogGroup } from './log-group.ts';
import { notRunHere } from './not-run-here.ts';
import { invokeTopic } from './sns.ts';
import { invokeQueue } from './sqs.ts';
import type { InvokeTarget } from './target.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html */
const invokersByService: Readonly<Record<string, InvokeTarget>> = {
  codebuild: invokeBuild,
  codepipeline: invokePipeline,
  ecs: invokeRunTask,
  logs: invokeLogGroup,
  lambda: notRunHere('Lambda'),
  sns: invokeTopic,
  sqs: invokeQueue,
  states: notRunHere('Step Functions'),
  kinesis: notRunHere('Kinesis'),
  firehose: notRunHere('Firehose'),
  batch: notRunHere('Batch'),
  ssm: notRunHere('Systems Manager'),
  sagemaker: notRunHere('SageMaker'),
  redshift: notRunHere('Redshift'),
  'redshift-serverless': notRunHere('Redshift'),
  'execute-api': notRunHere('API Gateway'),
  appsync: notRunHere('AppSync'),
  inspector: notRunHere('Inspector'),
};

/** What invokes the target with this ARN. */
export function invokerOf({ service, resource }: Arn): InvokeTarget {
  if (service === 'events')
    return resource.startsWith('event-bus/') ? invokeEventBus : notRunHere('API destination');
  return invokersByService[service] ?? notRunHere(service);
}
