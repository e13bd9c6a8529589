import type { Build, BuildArtifacts, LogsLocation } from '@aws-sdk/client-codebuild';
import { toDate } from '../timestamps.ts';
import type { BuildArtifactRow, BuildPhaseRow, BuildRow } from './store.ts';

/** A build as BatchGetBuilds shows it. */
export function describeBuild(row: BuildRow): Build {
  const { settings, observed } = row;
  const { logsConfig: _logs, artifacts: _artifacts, sourceVersion, fileSystemLocations, ...shown } = settings;
  return {
    ...shown,
    secondarySources: [...shown.secondarySources],
    secondarySourceVersions: [...shown.secondarySourceVersions],
    id: row.id,
    arn: row.arn,
    buildNumber: row.buildNumber,
    startTime: toDate(row.startedAtMs),
    endTime: toDate(observed.endedAtMs),
    currentPhase: observed.currentPhase,
    buildStatus: observed.buildStatus,
    sourceVersion,
    resolvedSourceVersion: observed.resolvedSourceVersion,
    projectName: row.projectName,
    phases: observed.phases.map((phase) => ({
      phaseType: phase.phaseType,
      phaseStatus: phase.phaseStatus,
      startTime: toDate(phase.startedAtMs),
      endTime: toDate(phase.endedAtMs),
      durationInSeconds: phase.endedAtMs === undefined ? undefined : phaseSeconds(phase),
      contexts:
        phase.phaseStatus === undefined
          ? undefined
          : phase.contexts.length === 0
            ? [{ statusCode: '', message: '' }]
            : phase.contexts.map((context) => ({ ...context })),
    })),
    artifacts: artifactsOf(row),
    secondaryArtifacts: observed.secondaryArtifacts.map(describeArtifact),
    logs: logsOf(row),
    networkInterface: observed.networkInterface,
    fileSystemLocations: fileSystemLocations === undefined ? undefined : [...fileSystemLocations],
    buildComplete: observed.endedAtMs !== undefined,
    initiator: row.initiator,
    exportedEnvironmentVariables: observed.exportedEnvironmentVariables.map((variable) => ({ ...variable })),
    reportArns: [...observed.reportArns],
    autoRetryConfig:
      row.autoRetry === undefined
        ? undefined
        : {
            autoRetryLimit: row.autoRetry.limit,
            autoRetryNumber: row.autoRetry.number,
            previousAutoRetry: row.autoRetry.previous,
          },
  };
}

function phaseSeconds({ startedAtMs, endedAtMs = startedAtMs }: BuildPhaseRow): number {
  return Math.round((endedAtMs - startedAtMs) / 1000);
}

/** Where the output goes is known from the beginning for a pipeline's builds; the rest once it is there. */
function artifactsOf({ observed, pipelineOutput }: BuildRow): BuildArtifacts {
  if (observed.artifacts !== undefined) return describeArtifact(observed.artifacts);
  const [output] = pipelineOutput ?? [];
  return output === undefined
    ? { location: '' }
    : { location: `arn:aws:s3:::${output.bucket}/${output.key}` };
}

function describeArtifact(row: BuildArtifactRow): BuildArtifacts {
  return { ...row };
}

function logsOf(row: BuildRow): LogsLocation {
  const { logsConfig } = row.settings;
  const { logs, s3Log } = row.observed;
  const [, partition = '', , region = '', accountId = ''] = row.arn.split(':');
  return {
    ...(logs === undefined
      ? {}
      : {
          groupName: logs.groupName,
          streamName: logs.streamName,
          cloudWatchLogsArn: `arn:${partition}:logs:${region}:${accountId}:log-group:${logs.groupName}:log-stream:${logs.streamName}`,
        }),
    deepLink: deepLinkOf(row),
    ...(s3Log === undefined ? {} : { s3LogsArn: `arn:${partition}:s3:::${s3Log}` }),
    cloudWatchLogs: logsConfig.cloudWatchLogs,
    s3Logs: logsConfig.s3Logs,
  };
}

/** The log's page in the console of AWS; `null` stands in it for what is not known yet. */
export function deepLinkOf({ arn, observed }: BuildRow): string {
  const [, , , region = ''] = arn.split(':');
  const { groupName = 'null', streamName = 'null' } = observed.logs ?? {};
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encodeURIComponent(groupName).replaceAll('%', '$25')}/log-events/${encodeURIComponent(streamName).replaceAll('%', '$25')}`;
}
