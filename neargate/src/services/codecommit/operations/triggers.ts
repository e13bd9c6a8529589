import type {
  GetRepositoryTriggersInput,
  GetRepositoryTriggersOutput,
  PutRepositoryTriggersInput,
  PutRepositoryTriggersOutput,
  RepositoryTrigger,
  TestRepositoryTriggersInput,
  TestRepositoryTriggersOutput,
} from '@aws-sdk/client-codecommit';
import { parseArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import {
  invalidTrigger,
  tooManyTriggers,
  triggerDestinationRequired,
  triggerEventsRequired,
  triggerNameRequired,
  triggersRequired,
} from '../errors.ts';
import { findRepository } from '../repositories.ts';
import { codecommitTablesOf } from '../store.ts';
import { testTrigger } from '../tell-triggers.ts';

const maxTriggers = 10;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetRepositoryTriggers.html */
export const getRepositoryTriggers = operation<GetRepositoryTriggersInput, GetRepositoryTriggersOutput>({
  handle(context, { repositoryName }) {
    const { triggers, triggersConfigurationId } = findRepository(context, repositoryName);
    return { configurationId: triggersConfigurationId, triggers: [...triggers] };
  },
});

/**
 * Replaces the triggers: topics are told of pushes, functions are not called.
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/API_PutRepositoryTriggers.html
 */
export const putRepositoryTriggers = operation<PutRepositoryTriggersInput, PutRepositoryTriggersOutput>({
  handle(context, { repositoryName, triggers }) {
    const row = findRepository(context, repositoryName);
    const triggersConfigurationId = context.ids.uuid();
    codecommitTablesOf(context).repositories.put(row.repositoryName, {
      ...row,
      triggers: requireTriggers(triggers, context.caller.region),
      triggersConfigurationId,
    });
    return { configurationId: triggersConfigurationId };
  },
});

/**
 * Runs triggers that need not be the repository's own; topics really get the test.
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/API_TestRepositoryTriggers.html
 */
export const testRepositoryTriggers = operation<TestRepositoryTriggersInput, TestRepositoryTriggersOutput>({
  handle(context, { repositoryName, triggers }) {
    const row = findRepository(context, repositoryName);
    const tested = requireTriggers(triggers, context.caller.region).map(({ name, ...trigger }) => ({
      trigger: name,
      failureMessage: testTrigger(context, row, { name, ...trigger }),
    }));
    return {
      successfulExecutions: tested.flatMap(({ trigger, failureMessage }) =>
        trigger !== undefined && failureMessage === undefined ? [trigger] : [],
      ),
      failedExecutions: tested.filter(({ failureMessage }) => failureMessage !== undefined),
    };
  },
});

function requireTriggers(
  triggers: readonly RepositoryTrigger[] | undefined,
  region: string,
): readonly RepositoryTrigger[] {
  if (triggers === undefined) throw triggersRequired();
  if (triggers.length > maxTriggers) throw tooManyTriggers();
  for (const trigger of triggers) requireTrigger(trigger, region);
  return triggers;
}

function requireTrigger(trigger: RepositoryTrigger, region: string): void {
  const { name = '', destinationArn = '', events = [], customData = '' } = trigger;
  if (name === '') throw triggerNameRequired();
  if (!/^[\w.-]{1,100}$/.test(name))
    throw invalidTrigger('InvalidRepositoryTriggerNameException', `The trigger name '${name}' is not valid.`);
  if (destinationArn === '') throw triggerDestinationRequired();
  const arn = parseArn(destinationArn);
  if (arn === undefined || !['sns', 'lambda'].includes(arn.service))
    throw invalidTrigger(
      'InvalidRepositoryTriggerDestinationArnException',
      `The destination ARN '${destinationArn}' is not that of an SNS topic or Lambda function.`,
    );
  if (arn.region !== region)
    throw invalidTrigger(
      'InvalidRepositoryTriggerRegionException',
      'The AWS Region for the trigger target does not match the AWS Region for the repository.',
    );
  if (events.length === 0) throw triggerEventsRequired();
  if (customData.length > 1000)
    throw invalidTrigger(
      'InvalidRepositoryTriggerCustomDataException',
      'The custom data provided for the trigger is not valid: it can have at most 1000 characters.',
    );
}
