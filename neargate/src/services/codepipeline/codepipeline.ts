import type { ServiceDefinition } from '../operation.ts';
import {
  createPipeline,
  deletePipeline,
  getPipeline,
  listPipelines,
  updatePipeline,
} from './operations/pipelines.ts';
import {
  disableStageTransition,
  enableStageTransition,
  getPipelineState,
  listPipelineExecutions,
} from './operations/state.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import { deleteWebhook, listWebhooks, putWebhook } from './operations/webhooks.ts';

/**
 * AWS CodePipeline: pipelines as declared. They cannot be started yet.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/Welcome.html
 */
export const codepipeline = {
  signingName: 'codepipeline',
  protocol: 'json',
  targetPrefix: 'CodePipeline_20150709',
  jsonVersion: '1.1',
  apiVersion: '2015-07-09',
  validationErrorCode: 'ValidationException',
  operations: {
    CreatePipeline: createPipeline,
    DeletePipeline: deletePipeline,
    DeleteWebhook: deleteWebhook,
    DisableStageTransition: disableStageTransition,
    EnableStageTransition: enableStageTransition,
    GetPipeline: getPipeline,
    GetPipelineState: getPipelineState,
    ListPipelineExecutions: listPipelineExecutions,
    ListPipelines: listPipelines,
    ListTagsForResource: listTagsForResource,
    ListWebhooks: listWebhooks,
    PutWebhook: putWebhook,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdatePipeline: updatePipeline,
  },
} satisfies ServiceDefinition;
