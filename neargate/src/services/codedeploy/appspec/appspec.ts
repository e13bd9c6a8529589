import type { CapacityProviderStrategyItem, NetworkConfiguration } from '@aws-sdk/client-ecs';
import type { LifecycleEventName } from '../lifecycle-events.ts';

/**
 * What an AppSpec file for Amazon ECS says, checked.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export interface AppSpec {
  /** The ARN of a task definition, or family and revision. */
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly platformVersion?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  /** The Lambda function of each event that has one. */
  readonly hooks: Readonly<Partial<Record<LifecycleEventName, string>>>;
}

/** The events that may have a hook. */
export const hookEvents = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const satisfies readonly LifecycleEventName[];

/** Why a text is no AppSpec file for ECS, with the line and the way out. */
export class AppSpecError extends Error {
  override readonly name = 'AppSpecError';
}
