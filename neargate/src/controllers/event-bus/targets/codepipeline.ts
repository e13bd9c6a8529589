import type { PipelineVariable, SourceRevisionOverride } from '@aws-sdk/client-codepipeline';
import { requireAccess } from '../../../services/iam/authorization/authorize.ts';
import { startExecution } from '../../../services/codepipeline/start-execution.ts';
import { isObject, parseJson } from '../../../services/events/json.ts';
import { DeliveryFailure } from '../delivery-failure.ts';
import { hasOwnInput } from '../delivery-input.ts';
import type { InvokeTarget } from './target.ts';

/**
 * Starts an execution of the pipeline. The event itself means nothing to it; an Input or InputTransformer of the target may
 * give variables and source revisions. https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
 */
export const invokePipeline: InvokeTarget = ({ context, delivery, target, arn, input }) => {
  const { variables, sourceRevisions } = hasOwnInput(target) ? overridesOf(input) : {};
  requireAccess(context, 'json', {
    action: 'codepipeline:StartPipelineExecution',
    resource: target.Arn ?? '',
  });
  return startExecution(context, arn.resource, {
    trigger: { triggerType: 'CloudWatchEvent', triggerDetail: delivery.ruleArn },
    variables,
    sourceRevisions,
  });
};

interface Overrides {
  readonly variables?: readonly PipelineVariable[] | undefined;
  readonly sourceRevisions?: readonly SourceRevisionOverride[] | undefined;
}

function overridesOf(input: string): Overrides {
  const value = parseJson(input);
  if (!isObject(value)) return {};
  return {
    variables: listOf(value, 'variables', ['name', 'value']) as Overrides['variables'],
    sourceRevisions: listOf(value, 'sourceRevisions', [
      'actionName',
      'revisionType',
      'revisionValue',
    ]) as Overrides['sourceRevisions'],
  };
}

function listOf(
  value: Readonly<Record<string, unknown>>,
  name: string,
  texts: readonly string[],
): readonly unknown[] | undefined {
  const list = value[name];
  if (list === undefined) return undefined;
  const isList =
    Array.isArray(list) &&
    list.every((entry) => isObject(entry) && texts.every((text) => typeof entry[text] === 'string'));
  if (!isList)
    throw new DeliveryFailure(
      'INVALID_PARAMETER',
      `The target's input does not fit StartPipelineExecution: ${name} must be a list of objects with the texts ${texts.join(', ')}.`,
    );
  return list;
}
