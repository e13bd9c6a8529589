import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';

export function codedeployArn({ caller }: Pick<OperationContext, 'caller'>, resource: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'codedeploy', region, accountId, resource });
}

export function applicationResource(applicationName: string): string {
  return `application:${applicationName}`;
}

export function groupResource(applicationName: string, deploymentGroupName: string): string {
  return `deploymentgroup:${applicationName}/${deploymentGroupName}`;
}
