import type { PutApprovalResultInput, PutApprovalResultOutput } from '@aws-sdk/client-codepipeline';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { actionNotFound, approvalAlreadyCompleted, invalidApprovalToken, stageNotFound } from '../errors.ts';
import { findPipeline } from '../pipelines.ts';
import { codepipelineTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html */
export const putApprovalResult = operation<PutApprovalResultInput, PutApprovalResultOutput>({
  handle(context, { pipelineName: name, stageName = '', actionName = '', result, token }) {
    const pipeline = findPipeline(context, name);
    const { actions } = codepipelineTablesOf(context);
    const runs = [...actions.values()].filter(
      (row) =>
        row.pipelineName === pipeline.name && row.stageName === stageName && row.actionName === actionName,
    );
    if (runs.length === 0) {
      const stage = pipeline.declaration.stages?.find((one) => one.name === stageName);
      if (stage === undefined) throw stageNotFound(stageName, pipeline.name);
      if (stage.actions?.some((action) => action.name === actionName) !== true)
        throw actionNotFound(actionName, stageName);
    }
    const row = runs.find(({ approvalToken }) => approvalToken === token);
    if (row === undefined) throw invalidApprovalToken();
    if (row.approval !== undefined) throw approvalAlreadyCompleted();
    if (row.observed.status !== 'InProgress') throw invalidApprovalToken();
    const { status = 'Rejected', summary = '' } = result ?? {};
    actions.put(row.actionExecutionId, {
      ...row,
      approval: { status, summary, by: context.caller.principalArn },
    });
    return { approvedAt: toDate(context.clock.now()) };
  },
});
