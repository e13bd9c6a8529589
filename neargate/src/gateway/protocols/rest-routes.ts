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
  /** How much it asks for: the route that asks most of those that match is taken. */
  readonly specificity: number;
}

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
  for (const route of routes) {
    if (route.method !== request.method) continue;
    const match = route.path.exec(request.path);
    if (match === null) continue;
    const asks =
      route.literals.every(([key, value]) =>
        value === undefined ? request.query.has(key) : request.query.get(key) === value,
      ) &&
      route.requiredQuery.every((key) => request.query.has(key)) &&
      route.requiredHeaders.every((name) => request.headers[name] !== undefined);
    if (!asks) continue;
    const labels = route.labelNames.map((name, index) => [name, decodePath(match[index + 1] ?? '')] as const);
    return { operation: route.operation, labels: Object.fromEntries(labels) };
  }
  return undefined;
}

function compileRoutes(schema: WireSchema): readonly Route[] {
  return Object.entries(schema.operations)
    .flatMap(([operation, { http, input }]) =>
      http === undefined ? [] : [compileRoute(schema, operation, http, input)],
    )
    .toSorted((left, right) => right.specificity - left.specificity);
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
    specificity: literals.length + requiredQuery.length + requiredHeaders.length,
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
