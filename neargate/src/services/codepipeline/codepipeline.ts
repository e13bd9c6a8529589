import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import { listActionExecutions, listActionTypes, listRuleExecutions } from './operations/action-executions.ts';
import { putApprovalResult } from './operations/approvals.ts';
import {
  getPipelineExecution,
  listPipelineExecutions,
  startPipelineExecution,
  stopPipelineExecution,
} from './operations/executions.ts';
import {
  createPipeline,
  deletePipeline,
  getPipeline,
  listPipelines,
  updatePipeline,
} from './operations/pipelines.ts';
import { retryStageExecution, rollbackStage } from './operations/stages.ts';
import { disableStageTransition, enableStageTransition, getPipelineState } from './operations/state.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import { deleteWebhook, listWebhooks, putWebhook } from './operations/webhooks.ts';

/**
 * AWS CodePipeline: pipelines and their executions, which the pipeline controller carries out.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/Welcome.html
 */
export const codepipeline = {
  signingName: 'codepipeline',
  protocol: 'json',
  targetPrefix: 'CodePipeline_20150709',
  jsonVersion: '1.1',
  apiVersion: '2015-07-09',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    CreatePipeline: createPipeline,
    DeletePipeline: deletePipeline,
    DeleteWebhook: deleteWebhook,
    DisableStageTransition: disableStageTransition,
    EnableStageTransition: enableStageTransition,
    GetPipeline: getPipeline,
    GetPipelineExecution: getPipelineExecution,
    GetPipelineState: getPipelineState,
    ListActionExecutions: listActionExecutions,
    ListActionTypes: listActionTypes,
    ListPipelineExecutions: listPipelineExecutions,
    ListPipelines: listPipelines,
    ListRuleExecutions: listRuleExecutions,
    ListTagsForResource: listTagsForResource,
    ListWebhooks: listWebhooks,
    PutApprovalResult: putApprovalResult,
    PutWebhook: putWebhook,
    RetryStageExecution: retryStageExecution,
    RollbackStage: rollbackStage,
    StartPipelineExecution: startPipelineExecution,
    StopPipelineExecution: stopPipelineExecution,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdatePipeline: updatePipeline,
  },
  stored: {
    PutWebhook: 'nothing receives calls on its URL',
  },
} satisfies ServiceDefinition;
