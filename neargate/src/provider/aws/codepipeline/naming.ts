import type { Plain } from '../../../terraform/provider.ts';
import type { ApiMember, ApiName, ApiNaming } from '../api-shape.ts';

/** A list of texts that is a list of objects with one member in the API. */
const listOf = (member: string, key: string): ApiMember => ({
  member,
  write: (texts) => (texts as readonly Plain[]).map((text) => ({ [key]: text })),
  read: (objects) =>
    (objects as readonly Readonly<Record<string, string | undefined>>[]).map((object) => object[key] ?? null),
});

const conditions = ['before_entry', 'on_failure', 'on_success'].flatMap((when): [string, ApiName][] => {
  const condition = `stage.${when}.condition`;
  return [
    [condition, { member: 'conditions', many: true }],
    [`${condition}.rule`, 'rules'],
    [`${condition}.rule.commands`, listOf('commands', 'command')],
    [`${condition}.rule.input_artifacts`, listOf('inputArtifacts', 'name')],
  ];
});

/** How `aws_codepipeline` calls the members of a pipeline's declaration; null is nested differently there. */
export const pipelineNaming: ApiNaming = {
  style: 'camel',
  names: {
    arn: null,
    artifact_store: null,
    stage: 'stages',
    'stage.action': 'actions',
    'stage.action.category': null,
    'stage.action.commands': listOf('commands', 'command'),
    'stage.action.input_artifacts': listOf('inputArtifacts', 'name'),
    'stage.action.output_artifacts': listOf('outputArtifacts', 'name'),
    'stage.action.output_artifacts_for_compute_action': null,
    'stage.action.owner': null,
    'stage.action.provider': null,
    'stage.action.version': null,
    tags: null,
    tags_all: null,
    trigger: 'triggers',
    trigger_all: null,
    variable: 'variables',
    ...Object.fromEntries(conditions),
  },
};
