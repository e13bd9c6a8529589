import type {
  CreatePipelineInput,
  CreatePipelineOutput,
  DeletePipelineInput,
  GetPipelineInput,
  GetPipelineOutput,
  ListPipelinesInput,
  ListPipelinesOutput,
  UpdatePipelineInput,
  UpdatePipelineOutput,
} from '@aws-sdk/client-codepipeline';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { withDefaults } from '../declaration-defaults.ts';
import { invalidNextToken, pipelineNameInUse, validationException, versionNotFound } from '../errors.ts';
import { codepipelineArn, findPipeline } from '../pipelines.ts';
import { startExecution } from '../start-execution.ts';
import { codepipelineTablesOf, type PipelineRow, versionKey } from '../store.ts';
import { mergeTags } from '../tags.ts';
import { validatePipeline } from '../validate-pipeline.ts';

/**
 * A new pipeline runs at once.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreatePipeline.html
 */
export const createPipeline = operation<CreatePipelineInput, CreatePipelineOutput>({
  handle(context, { pipeline, tags: given = [] }) {
    if (pipeline === undefined) throw validationException('A pipeline must be specified.');
    const name = pipeline.name ?? '';
    const tables = codepipelineTablesOf(context);
    if (tables.pipelines.has(name)) throw pipelineNameInUse(context.caller.accountId, name);
    validatePipeline(pipeline, context.caller.region);
    const tags = mergeTags([], given);
    const nowMs = context.clock.now();
    const declaration = withDefaults(pipeline, 1);
    tables.pipelines.put(name, {
      name,
      arn: codepipelineArn(context, name),
      declaration,
      version: 1,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      tags,
      disabledTransitions: {},
    });
    tables.versions.put(versionKey(name, 1), { name, version: 1, declaration });
    startExecution(context, name, {
      trigger: { triggerType: 'CreatePipeline', triggerDetail: context.caller.principalArn },
    });
    return { pipeline: declaration, tags };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UpdatePipeline.html */
export const updatePipeline = operation<UpdatePipelineInput, UpdatePipelineOutput>({
  handle(context, { pipeline }) {
    if (pipeline === undefined) throw validationException('A pipeline must be specified.');
    const before = findPipeline(context, pipeline.name);
    validatePipeline(pipeline, context.caller.region);
    const version = before.version + 1;
    const declaration = withDefaults(pipeline, version);
    const stages = declaration.stages?.map((stage) => stage.name ?? '') ?? [];
    const tables = codepipelineTablesOf(context);
    tables.pipelines.put(before.name, {
      ...before,
      declaration,
      version,
      updatedAtMs: context.clock.now(),
      disabledTransitions: Object.fromEntries(
        Object.entries(before.disabledTransitions).filter(([stage]) => stages.includes(stage)),
      ),
    });
    tables.versions.put(versionKey(before.name, version), { name: before.name, version, declaration });
    return { pipeline: declaration };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipeline.html */
export const getPipeline = operation<GetPipelineInput, GetPipelineOutput>({
  handle(context, { name, version }) {
    const row = findPipeline(context, name);
    const asked = codepipelineTablesOf(context).versions.get(versionKey(row.name, version ?? row.version));
    if (asked === undefined) throw versionNotFound(row.name, version ?? row.version);
    return {
      pipeline: asked.declaration,
      metadata: {
        pipelineArn: row.arn,
        created: toDate(row.createdAtMs),
        updated: toDate(row.updatedAtMs),
      },
    };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelines.html */
export const listPipelines = operation<ListPipelinesInput, ListPipelinesOutput>({
  handle(context, { nextToken, maxResults = 1000 }) {
    const rows = [...codepipelineTablesOf(context).pipelines.values()].toSorted((left, right) =>
      left.name < right.name ? -1 : 1,
    );
    const page = paginate(
      rows,
      ({ name }) => name,
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return { pipelines: page.items.map(summaryOf), nextToken: page.nextToken };
  },
});

/**
 * Deleting a pipeline that does not exist succeeds.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeletePipeline.html
 */
export const deletePipeline = operation<DeletePipelineInput, Record<string, never>>({
  handle(context, { name = '' }) {
    const tables = codepipelineTablesOf(context);
    if (!tables.pipelines.delete(name)) return {};
    for (const row of tables.versions.values())
      if (row.name === name) tables.versions.delete(versionKey(name, row.version));
    // What an execution has begun elsewhere, such as a build, goes on, as on AWS.
    for (const row of tables.executions.values())
      if (row.pipelineName === name) tables.executions.delete(row.pipelineExecutionId);
    for (const row of tables.actions.values())
      if (row.pipelineName === name) tables.actions.delete(row.actionExecutionId);
    for (const key of tables.sourcePolls.keys())
      if (key.startsWith(`${name}/`)) tables.sourcePolls.delete(key);
    return {};
  },
});

function summaryOf(row: PipelineRow) {
  return {
    name: row.name,
    version: row.version,
    pipelineType: row.declaration.pipelineType,
    executionMode: row.declaration.executionMode,
    created: toDate(row.createdAtMs),
    updated: toDate(row.updatedAtMs),
  };
}
