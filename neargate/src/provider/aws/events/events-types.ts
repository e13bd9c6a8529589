import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { eventBus } from './event-bus.ts';
import { eventRule } from './event-rule.ts';
import { eventTarget } from './event-target.ts';

export const eventsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_cloudwatch_event_bus: eventBus,
  aws_cloudwatch_event_rule: eventRule,
  aws_cloudwatch_event_target: eventTarget,
};

export const eventsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {};
