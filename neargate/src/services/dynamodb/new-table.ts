import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { throughputOf } from './describe-table.ts';
import type { TableRow } from './store.ts';

/** A table as it was asked for, CREATING. */
export function newTable(context: OperationContext, input: CreateTableInput): TableRow {
  const { TableName: name = '', BillingMode = 'PROVISIONED' } = input;
  const { partition, region, accountId } = context.caller;
  const nowMs = context.clock.now();
  return {
    name,
    arn: formatArn({ partition, service: 'dynamodb', region, accountId, resource: `table/${name}` }),
    id: context.ids.uuid(),
    attributes: input.AttributeDefinitions ?? [],
    keySchema: input.KeySchema ?? [],
    billingMode: BillingMode,
    throughput: throughputOf(input.ProvisionedThroughput),
    onDemand: input.OnDemandThroughput,
    globalIndexes: input.GlobalSecondaryIndexes ?? [],
    localIndexes: input.LocalSecondaryIndexes ?? [],
    stream: input.StreamSpecification,
    encryption: input.SSESpecification,
    tableClass: input.TableClass ?? 'STANDARD',
    isProtected: input.DeletionProtectionEnabled ?? false,
    tags: input.Tags ?? [],
    createdAtMs: nowMs,
    observed: { status: 'CREATING', sinceMs: nowMs },
  };
}
