import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { pipelineNotFound } from './errors.ts';
import { codepipelineTablesOf, type PipelineRow } from './store.ts';

export function codepipelineArn({ caller }: OperationContext, resource: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'codepipeline', region, accountId, resource });
}

export function findPipeline(context: OperationContext, name: string | undefined): PipelineRow {
  const row = codepipelineTablesOf(context).pipelines.get(name ?? '');
  if (row === undefined) throw pipelineNotFound(context.caller.accountId, name ?? '');
  return row;
}
