import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { operation } from '../../operation.ts';
import { answerHook } from '../lifecycle-hooks.ts';
import { ecsTablesOf } from '../store.ts';

/** Answers a pause hook. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContinueServiceDeployment.html */
export const continueServiceDeployment = operation<
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse
>({
  handle(context, { serviceDeploymentArn = '', hookId = '', action = 'CONTINUE' }) {
    answerHook(ecsTablesOf(context), serviceDeploymentArn, hookId, action, 'PAUSE');
    return { serviceDeploymentArn };
  },
});
