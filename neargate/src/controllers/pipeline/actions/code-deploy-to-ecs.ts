import type { RegisterTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import { createDeployment } from '../../../services/codedeploy/create-deployment.ts';
import { codedeployTableNames, codedeployTablesOf } from '../../../services/codedeploy/store.ts';
import { invokeNow } from '../../../services/invoke.ts';
import { type CodeDeployFiles, readFiles } from './code-deploy-files.ts';
import { ActionFailure, type ActionProvider, type ActionRun, type ActionState, hourMs } from './provider.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const timeoutHours = 5 * 24;

/**
 * Registers the task definition of taskdef.json with the images of the artifacts, and has CodeDeploy deploy it as appspec.yaml
 * says. A pipeline that is stopped does not stop the deployment.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export const codeDeployToEcs: ActionProvider = {
  timeoutMs: () => timeoutHours * hourMs,
  async start(run) {
    const files = readFiles(run);
    return () => ({ kind: 'in-progress', externalExecutionId: deploy(run, files) });
  },
  poll: ({ context, row }) => outcome(context, row.observed.externalExecutionId ?? ''),
  isConcerned({ table, key }, { observed }) {
    return table === codedeployTableNames.deployments && key === observed.externalExecutionId;
  },
};

/** Registers the revision and creates the deployment; returns the deployment's id. */
function deploy({ context, configuration }: ActionRun, { taskDefinition, appSpec }: CodeDeployFiles): string {
  const registered = invokeNow(
    'ecs',
    'RegisterTaskDefinition',
    taskDefinition,
    context,
  ) as RegisterTaskDefinitionResponse;
  const arn = registered.taskDefinition?.taskDefinitionArn ?? '';
  const content = appSpec.replaceAll('<TASK_DEFINITION>', arn);
  const { deploymentId } = createDeployment(
    context,
    {
      applicationName: configuration['ApplicationName'] ?? '',
      deploymentGroupName: configuration['DeploymentGroupName'] ?? '',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    },
    'user',
  );
  return deploymentId;
}

function outcome(context: ActionRun['context'], deploymentId: string): ActionState {
  const row = codedeployTablesOf(context).deployments.get(deploymentId);
  if (row === undefined) {
    throw new ActionFailure('JobFailed', `The deployment ${deploymentId} does not exist any more.`);
  }
  const { status, errorInformation, rollbackDeploymentId, rollbackMessage } = row.observed;
  switch (status) {
    case 'Succeeded':
      return {
        kind: 'succeeded',
        summary: `Deployment ${deploymentId} succeeded`,
        outputVariables: { DeploymentId: deploymentId },
      };
    case 'Failed':
    case 'Stopped': {
      const rollback =
        rollbackDeploymentId === undefined
          ? (rollbackMessage ?? '')
          : `The deployment ${rollbackDeploymentId} takes it back.`;
      const verb = status === 'Failed' ? 'failed' : 'was stopped';
      const why = `${errorInformation?.message ?? ''} (Error code: ${errorInformation?.code}).`;
      return {
        kind: 'failed',
        code: 'JobFailed',
        message: [`Deployment ${deploymentId} ${verb}.`, why, rollback].filter(Boolean).join(' '),
      };
    }
    default:
      return { kind: 'in-progress' };
  }
}
