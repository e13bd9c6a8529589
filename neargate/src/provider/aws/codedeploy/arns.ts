import type { AwsClient } from '../client.ts';

/** Such as `arn:aws:codedeploy:us-east-1:123456789012:application:shop`. */
export function codedeployArn({ caller }: AwsClient, resource: string): string {
  return `arn:${caller.partition}:codedeploy:${caller.region}:${caller.accountId}:${resource}`;
}
