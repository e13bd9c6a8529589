import type { CreateProjectInput, Project } from '@aws-sdk/client-codebuild';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, lowerTagList, tagMap } from '../tags.ts';
import { projectSchema } from './project-schema.ts';

const naming: ApiNaming = {
  style: 'camel',
  names: {
    badge_url: null,
    build_timeout: 'timeoutInMinutes',
    'environment.environment_variable': 'environmentVariables',
    'logs_config.cloudwatch_logs': 'cloudWatchLogs',
    project_visibility: null,
    public_project_alias: null,
    queued_timeout: 'queuedTimeoutInMinutes',
    resource_access_role: null,
    secondary_source_version: 'secondarySourceVersions',
    tags: null,
    tags_all: null,
  },
};

/** What says "none" to UpdateProject, which keeps what it is not given. */
const none: Partial<CreateProjectInput> = {
  cache: { type: 'NO_CACHE' },
  concurrentBuildLimit: -1,
  description: '',
  fileSystemLocations: [],
  secondaryArtifacts: [],
  secondarySources: [],
  secondarySourceVersions: [],
  sourceVersion: '',
  vpcConfig: {},
};

/** CodeBuild checks projects and builds them when a pipeline, a rule or StartBuild says so. */
export const project: ResourceType<AwsClient> = {
  schema: projectSchema,
  behaviour: 'real',
  plan(config) {
    const cache = blockOf(config, 'cache') ?? {};
    const lacksLocation =
      textOf(cache, 'type') === 'S3' &&
      Object.hasOwn(cache, 'location') &&
      textOf(cache, 'location') === undefined;
    return {
      diagnostics: lacksLocation
        ? [errorDiagnostic('cache location is required when cache type is "S3"', '')]
        : [],
    };
  },
  async create(config, environment) {
    const { client } = environment;
    const output = await client.call('codebuild', 'CreateProject', projectInput(config));
    const arn = output.project?.arn ?? '';
    environment.created?.({ id: arn, arn });
    if (textOf(config, 'project_visibility') === 'PUBLIC_READ') await setVisibility(arn, config, client);
    return stateOf(config, existing(await find(client, arn)));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(state, found);
  },
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'project_visibility', 'resource_access_role')) {
      await setVisibility(arn, config, client);
    }
    await client.call('codebuild', 'UpdateProject', { ...none, ...projectInput(config) });
    return stateOf(config, existing(await find(client, arn)));
  },
  async delete(state, { client }) {
    await client.call('codebuild', 'DeleteProject', { name: requiredText(state, 'id') });
  },
};

function projectInput(config: PlainObject): CreateProjectInput {
  const input = toApi<CreateProjectInput>(config, projectSchema, naming);
  const limit = numberOf(config, 'concurrent_build_limit');
  return {
    ...input,
    ...(limit === undefined || limit === 0 ? {} : { concurrentBuildLimit: limit }),
    tags: lowerTagList(allTags(config)),
  };
}

async function setVisibility(projectArn: string, config: PlainObject, client: AwsClient): Promise<void> {
  const isPublic = textOf(config, 'project_visibility') === 'PUBLIC_READ';
  await client.call('codebuild', 'UpdateProjectVisibility', {
    projectArn,
    projectVisibility: isPublic ? 'PUBLIC_READ' : 'PRIVATE',
    resourceAccessRole: textOf(config, 'resource_access_role'),
  });
}

async function find(client: AwsClient, arn: string): Promise<Project | undefined> {
  return (await client.call('codebuild', 'BatchGetProjects', { names: [arn] })).projects?.[0];
}

function stateOf(known: PlainObject, found: Project): PlainObject {
  const shown = fromApi(found, projectSchema, naming);
  return {
    ...shown,
    id: found.arn ?? null,
    artifacts: artifactBlocks(known, shown['artifacts']),
    badge_enabled: found.badge?.badgeEnabled ?? false,
    badge_url: found.badge?.badgeRequestUrl ?? '',
    project_visibility: found.projectVisibility ?? null,
    public_project_alias: found.publicProjectAlias ?? '',
    resource_access_role: found.resourceAccessRole ?? null,
    tags_all: tagMap(found.tags),
  };
}

/** AWS fills in what need not be written: a name for artifacts of pipelines, and that S3 artifacts are not packed. */
function artifactBlocks(known: PlainObject, remote: Plain | undefined): Plain {
  const [artifacts] = Array.isArray(remote) ? (remote as readonly PlainObject[]) : [];
  if (artifacts === undefined) return [];
  const written = blockOf(known, 'artifacts') ?? {};
  const isImplied = (name: string): boolean =>
    textOf(written, name) === undefined &&
    (artifacts['type'] === 'CODEPIPELINE' || artifacts[name] === 'NONE');
  const shown = ['name', 'namespace_type', 'packaging'].map(
    (name) => [name, isImplied(name) ? null : (artifacts[name] ?? null)] as const,
  );
  return [{ ...artifacts, ...Object.fromEntries(shown) }];
}
