import type { ForwardAction, RedirectAction } from '../rule-config.ts';
import { pathOf, queryOf, withoutPort } from './conditions.ts';
import type { LocalPlaces } from './local-place.ts';
import { localPlace } from './local-place.ts';

/** What a redirect's placeholders stand for. */
export interface RedirectSubject {
  readonly scheme: 'http' | 'https';
  readonly host: string | undefined;
  readonly listenerPort: number;
  readonly pathAndQuery: string;
  readonly places: LocalPlaces;
}

/**
 * The Location of a redirect action. The port is always written, and `#{path}` has no leading slash (ALB User Guide,
 * "Redirect actions"). A client that has come by the place a listener is served at is sent to such a place.
 */
export function redirectLocation(action: RedirectAction, subject: RedirectSubject): string {
  const values: Readonly<Record<string, string>> = {
    protocol: subject.scheme,
    host: withoutPort(subject.host ?? ''),
    port: String(subject.listenerPort),
    path: pathOf(subject.pathAndQuery).replace(/^\//, ''),
    query: queryOf(subject.pathAndQuery),
  };
  const fill = (template: string) =>
    template.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: string) => values[name] ?? '');
  const protocol = fill(action.protocol).toLowerCase();
  const query = fill(action.query);
  const { host, port } = localPlace(
    { host: fill(action.host), port: fill(action.port) },
    subject.host,
    subject.places,
  );
  return `${protocol}://${host}:${port}${fill(action.path)}${query === '' ? '' : `?${query}`}`;
}

/** Chooses a target group by weight. `random` is in [0, 1). Undefined when every weight is 0. */
export function chooseTargetGroup(action: ForwardAction, random: () => number): string | undefined {
  const groups = action.targetGroups;
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) return only.weight > 0 ? only.targetGroupArn : undefined;
  let total = 0;
  for (const group of groups) total += group.weight;
  let point = random() * total;
  for (const group of groups) {
    point -= group.weight;
    if (point < 0) return group.targetGroupArn;
  }
  return undefined;
}
