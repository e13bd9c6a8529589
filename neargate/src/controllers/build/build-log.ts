import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { AwsError } from '../../core/aws-error.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import { type OperationContext, regionalScope } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import type { LogEvent } from '../../services/logs/log-store.ts';
import { logsTablesOf } from '../../services/logs/store.ts';
import { PhaseFailure } from './environment.ts';
import type { Masking } from './masking.ts';

/** A build's log: CodeBuild's own lines and what commands write, without secrets. */
export interface BuildLog {
  readonly place: BuildRow['observed']['logs'];
  /** A line of CodeBuild itself. */
  say(text: string): void;
  /** A line of a command. */
  write(line: string): void;
  /** Writes what waits; puts the log into S3 when the project asks for it and resolves to `bucket/key`. */
  close(): Promise<string | undefined>;
}

/** Lines are written together this often: a busy build must not cost a file write a line. */
const writeEveryMs = 25;

const compress = promisify(gzip);

/**
 * Makes the log group when it is missing, and the build's stream.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_LogsConfig.html
 * @throws PhaseFailure when CloudWatch Logs refuses
 */
export function openBuildLog(context: OperationContext, row: BuildRow, masking: Masking): BuildLog {
  const { clock, logs } = context;
  const { cloudWatchLogs, s3Logs } = row.settings.logsConfig;
  const place = cloudWatchLogs?.status === 'DISABLED' ? undefined : logPlace(row);
  if (place !== undefined) createStream(context, place);
  const address = place && {
    scope: regionalScope(context.caller),
    group: place.groupName,
    stream: place.streamName,
  };
  const isKept = s3Logs?.status === 'ENABLED';
  const kept: string[] = [];
  let waiting: LogEvent[] = [];
  let cancel: (() => void) | undefined;
  const flush = () => {
    cancel?.();
    cancel = undefined;
    const events = waiting;
    waiting = [];
    if (address !== undefined && events.length > 0) logs.append(address, events);
  };
  const write = (line: string) => {
    const message = masking.mask(line);
    if (isKept) kept.push(message);
    // CloudWatch Logs refuses empty messages.
    if (message === '') return;
    const now = clock.now();
    waiting.push({ timestampMs: now, ingestionTimeMs: now, message });
    cancel ??= clock.setTimer(writeEveryMs, flush);
  };
  return {
    place,
    say: (text) => write(`[Container] ${containerTime(clock.now())} ${text}`),
    write,
    async close() {
      flush();
      if (!isKept) return undefined;
      const target = s3Place(s3Logs.location ?? '', row);
      const content = await compress(`${kept.join('\n')}\n`);
      invokeNow('s3', 'PutObject', { ...target, Body: content, ContentType: 'application/x-gzip' }, context);
      return `${target.Bucket}/${target.Key}`;
    },
  };
}

function logPlace({ settings, projectName, uuid }: BuildRow): { groupName: string; streamName: string } {
  const { groupName, streamName } = settings.logsConfig.cloudWatchLogs ?? {};
  return {
    groupName: given(groupName) ?? `/aws/codebuild/${projectName}`,
    streamName: given(streamName) === undefined ? uuid : `${streamName}/${uuid}`,
  };
}

function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function s3Place(location: string, { uuid }: BuildRow): { readonly Bucket: string; readonly Key: string } {
  const [bucket = '', ...prefix] = location.replace(/^arn:[\w-]+:s3:::/, '').split('/');
  return { Bucket: bucket, Key: [...prefix.filter((part) => part !== ''), `${uuid}.gz`].join('/') };
}

function createStream(
  context: OperationContext,
  { groupName, streamName }: { readonly groupName: string; readonly streamName: string },
): void {
  try {
    // A role that may not create groups does for a group that is there.
    if (!logsTablesOf(context).groups.has(groupName))
      ignoringExisting(() => invokeNow('logs', 'CreateLogGroup', { logGroupName: groupName }, context));
    ignoringExisting(() =>
      invokeNow('logs', 'CreateLogStream', { logGroupName: groupName, logStreamName: streamName }, context),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `Unable to create the Amazon CloudWatch Logs log stream ${streamName} in ${groupName}. Error message: ${error.message}`,
    );
  }
}

function ignoringExisting(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
}

/** Such as `2025/12/14 22:48:33.120000`. */
function containerTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 23).replaceAll('-', '/').replace('T', ' ')}000`;
}
