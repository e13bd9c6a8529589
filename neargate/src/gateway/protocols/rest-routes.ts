import type { IncomingHttpHeaders } from 'node:http';
import { structureOf, type WireSchema } from '../../wire/schema.ts';

/** Where a REST request goes, and what its path says. */
export interface RouteMatch {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly labelNames: readonly string[];
  /** Query keys that the template writes, with a value where it writes one. */
  readonly literals: readonly (readonly [key: string, value: string | undefined])[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
}

/** Those that ask most first. */
const routesOf = new WeakMap<WireSchema, readonly Route[]>();

/**
 * Finds the operation of a REST request: by method, path template, the query keys that the template writes, and the members
 * that the operation requires in the query or headers (that is what tells CopyObject from PutObject). `x-id`, which SDKs
 * add for caches, is not looked at.
 * @param path percent-encoded
 */
export function matchRoute(
  schema: WireSchema,
  request: {
    readonly method: string;
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: IncomingHttpHeaders;
  },
): RouteMatch | undefined {
  let routes = routesOf.get(schema);
  if (routes === undefined) {
    routes = compileRoutes(schema);
    routesOf.set(schema, routes);
  }
  const { query, headers } = request;
  const written = routes.filter(
    ({ method, path, literals }) =>
      method === request.method &&
      path.test(request.path) &&
      literals.every(([key, value]) => (value === undefined ? query.has(key) : query.get(key) === value)),
  );
  const candidates = written.filter(({ literals }) => literals.length === written[0]?.literals.length);
  const complete = candidates.find(
    ({ requiredQuery, requiredHeaders }) =>
      requiredQuery.every((key) => query.has(key)) &&
      requiredHeaders.every((name) => headers[name] !== undefined),
  );
  // One that lacks what its operation requires is still that operation's: a DELETE of `?metrics` deletes no bucket.
  const route = complete ?? candidates[0];
  if (route === undefined) return undefined;
  const match = route.path.exec(request.path) ?? [];
  const labels = route.labelNames.map((name, index) => [name, decodePath(match[index + 1] ?? '')] as const);
  return { operation: route.operation, labels: Object.fromEntries(labels) };
}

function compileRoutes(schema: WireSchema): readonly Route[] {
  return Object.entries(schema.operations)
    .flatMap(([operation, { http, input }]) =>
      http === undefined ? [] : [compileRoute(schema, operation, http, input)],
    )
    .toSorted(
      (left, right) =>
        right.literals.length - left.literals.length || requirements(right) - requirements(left),
    );
}

function requirements({ requiredQuery, requiredHeaders }: Route): number {
  return requiredQuery.length + requiredHeaders.length;
}

function compileRoute(
  schema: WireSchema,
  operation: string,
  http: { readonly method: string; readonly uri: string },
  input: string | undefined,
): Route {
  const [template = '', queryTemplate = ''] = http.uri.split('?');
  const labelNames: string[] = [];
  const pattern = template
    .split('/')
    .map((segment) => {
      const label = /^\{(.+?)(\+?)\}$/.exec(segment);
      if (label?.[1] === undefined) return segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      labelNames.push(label[1]);
      return label[2] === '+' ? '(.+)' : '([^/]+)';
    })
    .join('/');
  const literals = [...new URLSearchParams(queryTemplate)]
    .filter(([key]) => key !== 'x-id')
    .map(([key, value]) => [key, value === '' ? undefined : value] as const);
  const required = Object.values(structureOf(schema, input).members).filter(
    (member) => member.required === true,
  );
  const requiredQuery = required.flatMap(({ query }) => query ?? []);
  const requiredHeaders = required.flatMap(({ header }) => header?.toLowerCase() ?? []);
  return {
    operation,
    method: http.method,
    path: new RegExp(`^${pattern}$`, 's'),
    labelNames,
    literals,
    requiredQuery,
    requiredHeaders,
  };
}

/** Percent-decoding that keeps what cannot be decoded. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
