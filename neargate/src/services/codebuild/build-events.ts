import type { BuildPhaseType } from '@aws-sdk/client-codebuild';
import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Store } from '../../store/store.ts';
import { emitEvent } from '../events/emit-event.ts';
import { deepLinkOf } from './describe-build.ts';
import type { BuildPhaseRow, BuildRow } from './store.ts';

type Environment = { readonly store: Store; readonly clock: Clock; readonly ids: IdSource };

// https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html#sample-build-notifications-ref

/** Sends `CodeBuild Build State Change`, in the transaction that changes the state. */
export function recordStateChange(environment: Environment, row: BuildRow): void {
  const { observed } = row;
  const last = observed.phases.findLast(({ contexts }) => contexts.length > 0);
  emitEvent(environment, scopeOf(row), {
    source: 'aws.codebuild',
    detailType: 'CodeBuild Build State Change',
    resources: [row.arn],
    detail: {
      'build-status': observed.buildStatus,
      'project-name': row.projectName,
      'build-id': row.arn,
      'additional-information': additionalInformation(row),
      'current-phase': observed.currentPhase,
      'current-phase-context': contextText(last),
      version: '1',
    },
  });
}

/** Sends `CodeBuild Build Phase Change` for a phase that has ended. */
export function recordPhaseChange(environment: Environment, row: BuildRow, phaseType: BuildPhaseType): void {
  const phase = row.observed.phases.findLast((candidate) => candidate.phaseType === phaseType);
  if (phase === undefined) return;
  emitEvent(environment, scopeOf(row), {
    source: 'aws.codebuild',
    detailType: 'CodeBuild Build Phase Change',
    resources: [row.arn],
    detail: {
      'completed-phase': phaseType,
      'project-name': row.projectName,
      'build-id': row.arn,
      'completed-phase-context': contextText(phase),
      'additional-information': additionalInformation(row),
      'completed-phase-status': phase.phaseStatus,
      'completed-phase-duration-seconds': secondsOf(phase),
      version: '1',
      'completed-phase-start': eventTime(phase.startedAtMs),
      'completed-phase-end': eventTime(phase.endedAtMs ?? phase.startedAtMs),
    },
  });
}

/** Whole seconds that a phase took. */
export function secondsOf({ startedAtMs, endedAtMs = startedAtMs }: BuildPhaseRow): number {
  return Math.round((endedAtMs - startedAtMs) / 1000);
}

function scopeOf({ arn }: BuildRow): string {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return `${accountId}/${region}`;
}

function contextText(phase: BuildPhaseRow | undefined): string {
  const [context] = phase?.contexts ?? [];
  return `[${context === undefined ? ': ' : `${context.statusCode}: ${context.message}`}]`;
}

function additionalInformation(row: BuildRow): Record<string, unknown> {
  const { settings, observed } = row;
  const { environment, source } = settings;
  return {
    ...(observed.artifacts === undefined
      ? {}
      : {
          artifact: {
            md5sum: observed.artifacts.md5sum,
            sha256sum: observed.artifacts.sha256sum,
            location: observed.artifacts.location,
          },
        }),
    environment: {
      image: environment.image,
      'privileged-mode': environment.privilegedMode ?? false,
      'compute-type': environment.computeType,
      type: environment.type,
      'environment-variables': environment.environmentVariables ?? [],
    },
    'timeout-in-minutes': settings.timeoutInMinutes,
    'queued-timeout-in-minutes': settings.queuedTimeoutInMinutes,
    'build-complete': observed.endedAtMs !== undefined,
    'build-number': row.buildNumber,
    initiator: row.initiator,
    'build-start-time': eventTime(row.startedAtMs),
    source: {
      type: source.type,
      ...(source.location === undefined ? {} : { location: source.location }),
    },
    'source-version': settings.sourceVersion,
    ...(observed.logs === undefined
      ? {}
      : {
          logs: {
            'group-name': observed.logs.groupName,
            'stream-name': observed.logs.streamName,
            'deep-link': deepLinkOf(row),
          },
        }),
    phases: observed.phases.map((phase) => ({
      'phase-context': phase.phaseStatus === undefined ? undefined : [contextText(phase).slice(1, -1)],
      'start-time': eventTime(phase.startedAtMs),
      ...(phase.endedAtMs === undefined
        ? {}
        : { 'end-time': eventTime(phase.endedAtMs), 'duration-in-seconds': secondsOf(phase) }),
      'phase-type': phase.phaseType,
      ...(phase.phaseStatus === undefined ? {} : { 'phase-status': phase.phaseStatus }),
    })),
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Such as `Sep 1, 2017 4:12:29 PM`, in UTC. */
export function eventTime(epochMs: number): string {
  const at = new Date(epochMs);
  const hours = at.getUTCHours();
  const two = (value: number) => String(value).padStart(2, '0');
  return `${months[at.getUTCMonth()]} ${at.getUTCDate()}, ${at.getUTCFullYear()} ${hours % 12 === 0 ? 12 : hours % 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
}
