import { shortName } from './log-fields.ts';

export type LogKind = 'access' | 'connection';

/**
 * The key of a log file: `[prefix/]AWSLogs/<account>/elasticloadbalancing/<region>/yyyy/mm/dd/[conn_log_]<account>_…`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-file-format
 *
 * @param endMs the end of the interval the file is for, epoch milliseconds.
 * @param random tells apart files of one interval.
 */
export function logObjectKey(of: {
  readonly kind: LogKind;
  readonly prefix: string;
  readonly loadBalancerArn: string;
  readonly nodeAddress: string;
  readonly endMs: number;
  readonly random: string;
}): string {
  const [, , , region = '', accountId = ''] = of.loadBalancerArn.split(':');
  const end = new Date(of.endMs).toISOString();
  const day = end.slice(0, 10).replaceAll('-', '/');
  const minute = `${end.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const id = shortName(of.loadBalancerArn).replaceAll('/', '.');
  const name = `${accountId}_elasticloadbalancing_${region}_${id}_${minute}_${of.nodeAddress}_${of.random}.log.gz`;
  const folder = `${logFolder(of.prefix, accountId)}/elasticloadbalancing/${region}/${day}`;
  return `${folder}/${of.kind === 'connection' ? 'conn_log_' : ''}${name}`;
}

/** Where all logs of an account go below a prefix. */
function logFolder(prefix: string, accountId: string): string {
  return `${prefix === '' ? '' : `${prefix}/`}AWSLogs/${accountId}`;
}
