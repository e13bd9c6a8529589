import type {
  ActionExecutionDetail,
  ActionType,
  ArtifactDetail,
  ListActionExecutionsInput,
  ListActionExecutionsOutput,
  ListActionTypesInput,
  ListActionTypesOutput,
  ListRuleExecutionsInput,
  ListRuleExecutionsOutput,
} from '@aws-sdk/client-codepipeline';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { type ActionType as DeclaredType, actionTypes } from '../action-types.ts';
import { invalidNextToken } from '../errors.ts';
import { actionsOf, executionsOf, findExecution, stageRun } from '../executions.ts';
import { findPipeline } from '../pipelines.ts';
import {
  type ActionExecutionRow,
  type ArtifactLocation,
  type CodepipelineTables,
  codepipelineTablesOf,
} from '../store.ts';

/**
 * Newest first. Of a retried stage, the filter `latestInPipelineExecution` gives only the actions that count.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html
 */
export const listActionExecutions = operation<ListActionExecutionsInput, ListActionExecutionsOutput>({
  handle(context, { pipelineName: name, filter, nextToken, maxResults = 100 }) {
    const pipeline = findPipeline(context, name);
    const tables = codepipelineTablesOf(context);
    const latestOf = filter?.latestInPipelineExecution?.pipelineExecutionId;
    const wanted = latestOf ?? filter?.pipelineExecutionId;
    const ids =
      wanted === undefined
        ? executionsOf(tables, pipeline.name).map(({ pipelineExecutionId }) => pipelineExecutionId)
        : [findExecution(context, pipeline.name, wanted).pipelineExecutionId];
    const rows = actionsOf(tables, ids)
      .filter((row) => latestOf === undefined || counts(tables, row))
      .toReversed();
    const page = paginate(
      rows,
      (row) => row.actionExecutionId,
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return { actionExecutionDetails: page.items.map(describeAction), nextToken: page.nextToken };
  },
});

/**
 * Rules are not evaluated here: a stage that has conditions fails instead of passing them, so no rule is ever executed.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListRuleExecutions.html
 */
export const listRuleExecutions = operation<ListRuleExecutionsInput, ListRuleExecutionsOutput>({
  handle(context, { pipelineName: name }) {
    findPipeline(context, name);
    return { ruleExecutionDetails: [] };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionTypes.html */
export const listActionTypes = operation<ListActionTypesInput, ListActionTypesOutput>({
  handle: (_context, { actionOwnerFilter: owner }) => ({
    actionTypes: actionTypes.filter((type) => owner === undefined || type.owner === owner).map(describeType),
  }),
});

function counts(tables: CodepipelineTables, row: ActionExecutionRow): boolean {
  const execution = tables.executions.get(row.pipelineExecutionId);
  const run = execution && stageRun(execution, row.stageName);
  return run?.actions[row.actionName] === row.actionExecutionId;
}

function describeAction(row: ActionExecutionRow): ActionExecutionDetail {
  const { observed } = row;
  return {
    pipelineExecutionId: row.pipelineExecutionId,
    actionExecutionId: row.actionExecutionId,
    pipelineVersion: row.pipelineVersion,
    stageName: row.stageName,
    actionName: row.actionName,
    startTime: toDate(row.startedAtMs),
    lastUpdateTime: toDate(observed.updatedAtMs),
    updatedBy: observed.updatedBy,
    status: observed.status,
    input: {
      actionTypeId: row.actionTypeId,
      configuration: { ...row.configuration },
      resolvedConfiguration: row.resolvedConfiguration && { ...row.resolvedConfiguration },
      roleArn: row.roleArn,
      region: row.region,
      inputArtifacts: row.inputArtifacts.map(describeArtifact),
      namespace: row.namespace,
    },
    output: {
      outputArtifacts: observed.status === 'Succeeded' ? row.outputArtifacts.map(describeArtifact) : [],
      executionResult: {
        externalExecutionId: observed.externalExecutionId,
        externalExecutionSummary: observed.errorDetails?.message ?? observed.summary,
        errorDetails: observed.errorDetails,
      },
      outputVariables: { ...observed.outputVariables },
    },
  };
}

function describeArtifact({ name, bucket, key }: ArtifactLocation): ArtifactDetail {
  return { name, s3location: { bucket, key } };
}

function describeType({
  category,
  owner,
  provider,
  inputs,
  outputs,
  configuration,
}: DeclaredType): ActionType {
  const property = (name: string, required: boolean) => ({
    name,
    required,
    key: required,
    secret: name === 'OAuthToken',
  });
  return {
    id: { category, owner, provider, version: '1' },
    inputArtifactDetails: { minimumCount: inputs[0], maximumCount: inputs[1] },
    outputArtifactDetails: { minimumCount: outputs[0], maximumCount: outputs[1] },
    actionConfigurationProperties: [
      ...(configuration?.required ?? []).map((name) => property(name, true)),
      ...(configuration?.optional ?? []).map((name) => property(name, false)),
    ],
  };
}
