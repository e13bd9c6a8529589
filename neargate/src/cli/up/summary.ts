import type { ListenerStatus, ServiceStatus, StatusDocument } from '../../gateway/admin-protocol.ts';
import { renderTable } from '../views/table.ts';

type Overview = Pick<StatusDocument, 'loadBalancers' | 'services' | 'databases'>;

/** What is shown once everything answers. The first line that begins with `Ready` carries the URL. */
export function renderReady(
  { loadBalancers, services, databases }: Overview,
  {
    apiUrl,
    seconds,
    sources = [],
  }: {
    readonly apiUrl: string;
    readonly seconds: number;
    /** Repositories whose push deploys. */
    readonly sources?: readonly { readonly url: string; readonly branchName: string }[];
  },
): string {
  const listeners = loadBalancers.flatMap((balancer) => balancer.listeners);
  const first = firstUrl(listeners);
  const sections = [
    first === undefined ? 'Ready' : `Ready  ${first}`,
    renderRoutes(listeners),
    renderServices(services),
    renderTable(
      databases.map(({ identifier, status }) => ['database', identifier, status]),
      '  ',
    ),
    [
      `  AWS API      ${apiUrl}`,
      ...deployHints(sources),
      '  Look closer  neargate status, neargate logs SERVICE -f, neargate output',
      `  Stop with Ctrl-C. Ready after ${seconds.toFixed(1)} s.`,
    ].join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** What is shown when everything answers but is not what was asked for. Nowhere in it is the word that scripts wait for. */
export function renderUnmet({ loadBalancers }: Overview, reasons: readonly string[]): string {
  const url = firstUrl(loadBalancers.flatMap(({ listeners }) => listeners));
  return [
    `Running${url === undefined ? '' : `  ${url}`}  every task is healthy, but this is not what was asked for:`,
    ...reasons.map((reason) => `  ${reason}`),
    '',
  ].join('\n');
}

/** Where the system is served: not where a listener only sends clients elsewhere, unless there is no other. */
export function firstUrl(listeners: readonly ListenerStatus[]): string | undefined {
  const served = listeners.filter(({ url }) => url !== undefined);
  return (served.find(({ onlyRedirects }) => !onlyRedirects) ?? served[0])?.url;
}

function deployHints(
  sources: readonly { readonly url: string; readonly branchName: string }[],
): readonly string[] {
  const [source] = sources;
  if (source === undefined || sources.length > 1) return [];
  return [
    `  Deploy       git remote add local ${source.url}`,
    `               git push local ${source.branchName}, or neargate deploy`,
  ];
}

function renderRoutes(listeners: readonly ListenerStatus[]): string {
  const rows = listeners.flatMap(({ url, rules }) =>
    url === undefined
      ? []
      : rules.map(({ when, then }) => [
          when.startsWith('/') ? `${url}${when}` : `${url}  ${when}`,
          '→',
          then,
        ]),
  );
  return renderTable(rows, '  ');
}

function renderServices(services: readonly ServiceStatus[]): string {
  return renderTable(
    services
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ name, desiredCount, runningCount, healthyCount }) => [
        'service',
        name,
        healthyCount === undefined
          ? `${runningCount} of ${desiredCount} tasks running`
          : `${healthyCount} of ${desiredCount} tasks healthy`,
      ]),
    '  ',
  );
}
