import type {
  BatchGetApplicationRevisionsInput,
  BatchGetApplicationRevisionsOutput,
  GenericRevisionInfo,
  GetApplicationRevisionInput,
  GetApplicationRevisionOutput,
  ListApplicationRevisionsInput,
  ListApplicationRevisionsOutput,
  RegisterApplicationRevisionInput,
  RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { batchLimit, error, invalidNextToken, revisionRequired } from '../errors.ts';
import { findApplication } from '../find.ts';
import { describeRevision, ecsRevision, revisionKey } from '../revisions.ts';
import { codedeployTablesOf, type RevisionRow } from '../store.ts';

type Empty = Record<string, never>;

const pageSize = 100;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RegisterApplicationRevision.html */
export const registerApplicationRevision = operation<RegisterApplicationRevisionInput, Empty>({
  handle(context, { applicationName: name, description, revision: given }) {
    const { applicationName, computePlatform } = findApplication(context, name);
    if (given === undefined) throw revisionRequired();
    const revision = computePlatform === 'ECS' ? ecsRevision(given) : given;
    const { revisions } = codedeployTablesOf(context);
    const key = revisionKey(applicationName, revision);
    const before = revisions.get(key);
    revisions.put(key, {
      deploymentGroups: [],
      ...before,
      applicationName,
      revision,
      description: description ?? before?.description,
      registeredAtMs: context.clock.now(),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplicationRevision.html */
export const getApplicationRevision = operation<GetApplicationRevisionInput, GetApplicationRevisionOutput>({
  handle(context, { applicationName, revision }) {
    const row = findRevision(context, applicationName, revision);
    return {
      applicationName: row.applicationName,
      revision: row.revision,
      revisionInfo: describe(row),
    };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplicationRevisions.html */
export const batchGetApplicationRevisions = operation<
  BatchGetApplicationRevisionsInput,
  BatchGetApplicationRevisionsOutput
>({
  handle(context, { applicationName, revisions = [] }) {
    if (revisions.length > 25) throw batchLimit(25);
    return {
      applicationName,
      revisions: revisions.map((revision) => {
        const row = findRevision(context, applicationName, revision);
        return { revisionLocation: row.revision, genericRevisionInfo: describe(row) };
      }),
    };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplicationRevisions.html */
export const listApplicationRevisions = operation<
  ListApplicationRevisionsInput,
  ListApplicationRevisionsOutput
>({
  handle(context, input) {
    const { applicationName } = findApplication(context, input.applicationName);
    const { sortBy, sortOrder = 'ascending', s3Bucket, s3KeyPrefix = '', deployed = 'ignore' } = input;
    const rows = [...codedeployTablesOf(context).revisions.values()].filter((row) => {
      const { s3Location } = row.revision;
      if (row.applicationName !== applicationName) return false;
      if (s3Bucket !== undefined && s3Location?.bucket !== s3Bucket) return false;
      if (s3KeyPrefix !== '' && s3Location?.key?.startsWith(s3KeyPrefix) !== true) return false;
      return deployed === 'ignore' || (deployed === 'include') === row.deploymentGroups.length > 0;
    });
    const timeOf = (row: RevisionRow): number => {
      if (sortBy === 'registerTime') return row.registeredAtMs;
      return (sortBy === 'firstUsedTime' ? row.firstUsedAtMs : row.lastUsedAtMs) ?? 0;
    };
    const sorted = sortBy === undefined ? rows : rows.toSorted((left, right) => timeOf(left) - timeOf(right));
    const page = paginate(
      sortOrder === 'descending' ? sorted.toReversed() : sorted,
      ({ revision }) => revisionKey(applicationName, revision),
      { token: input.nextToken, limit: pageSize },
      invalidNextToken,
    );
    return {
      revisions: page.items.map(({ revision }) => describeRevision(revision)),
      nextToken: page.nextToken,
    };
  },
});

function findRevision(
  context: OperationContext,
  name: string | undefined,
  revision: RevisionLocation | undefined,
): RevisionRow {
  const { applicationName } = findApplication(context, name);
  if (revision === undefined) throw revisionRequired();
  const row = codedeployTablesOf(context).revisions.get(revisionKey(applicationName, revision));
  if (row !== undefined) return row;
  throw error('RevisionDoesNotExist', 'The named revision does not exist with the user or AWS account.');
}

function describe(row: RevisionRow): GenericRevisionInfo {
  return {
    description: row.description,
    deploymentGroups: [...row.deploymentGroups],
    firstUsedTime: toDate(row.firstUsedAtMs),
    lastUsedTime: toDate(row.lastUsedAtMs),
    registerTime: toDate(row.registeredAtMs),
  };
}
