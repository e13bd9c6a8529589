import type { RuleCondition } from '../rule-config.ts';
import { compileCidrs } from './source-ip.ts';
import { compileWildcard } from './wildcard.ts';

/** What rules can see of a request. */
export interface RuleSubject {
  readonly method: string;
  /** Path and query as sent. */
  readonly pathAndQuery: string;
  /** The first Host field, port included; absent in HTTP/1.0. */
  readonly host: string | undefined;
  /** The TCP peer. */
  readonly clientAddress: string;
  /** Every value of a field, by its lower-cased name. */
  headerValues(lowerCasedName: string): readonly string[];
}

export type CompiledCondition = (subject: RuleSubject) => boolean;

/** Compiles one rule condition by the table of the ALB User Guide, "Rule condition types". */
export function compileCondition(condition: RuleCondition): CompiledCondition {
  switch (condition.field) {
    case 'path-pattern': {
      // Case-sensitive, on the path as sent, never on the query.
      const matchers = compileValues(condition, { ignoreCase: false });
      return (subject) => {
        const path = pathOf(subject.pathAndQuery);
        return matchers.some((matches) => matches(path));
      };
    }
    case 'host-header': {
      const matchers = compileValues(condition, { ignoreCase: true });
      return (subject) => {
        if (subject.host === undefined) return false;
        const host = withoutPort(subject.host).toLowerCase();
        return matchers.some((matches) => matches(host));
      };
    }
    case 'http-header': {
      const name = condition.headerName.toLowerCase();
      const matchers = compileValues(condition, { ignoreCase: true });
      return (subject) =>
        subject.headerValues(name).some((value) => {
          const lowerCased = value.toLowerCase();
          return matchers.some((matches) => matches(lowerCased));
        });
    }
    case 'http-request-method': {
      const methods = new Set(condition.values);
      return (subject) => methods.has(subject.method);
    }
    case 'query-string':
      return compileQueryString(condition.values);
    case 'source-ip': {
      const contains = compileCidrs(condition.values);
      return (subject) => contains(subject.clientAddress);
    }
  }
}

/**
 * The values of a condition, wildcards and regular expressions alike. Expressions search, as AWS's examples with `^` and `$`
 * show. Where case is ignored the caller passes lower-cased values.
 */
function compileValues(
  { values, regexValues = [] }: { values: readonly string[]; regexValues?: readonly string[] },
  { ignoreCase }: { ignoreCase: boolean },
): ((value: string) => boolean)[] {
  const wildcards = values.map((value) => compileWildcard(value, ignoreCase));
  const expressions = regexValues.map((source) => {
    const expression = new RegExp(source, ignoreCase ? 'i' : '');
    return (value: string) => expression.test(value);
  });
  return [...wildcards, ...expressions];
}

/** The path of a request target, without its query. */
export function pathOf(pathAndQuery: string): string {
  const question = pathAndQuery.indexOf('?');
  return question === -1 ? pathAndQuery : pathAndQuery.slice(0, question);
}

/** The query of a request target without its `?`; empty when there is none. */
export function queryOf(pathAndQuery: string): string {
  const question = pathAndQuery.indexOf('?');
  return question === -1 ? '' : pathAndQuery.slice(question + 1);
}

/** A Host without its port; an IPv6 address keeps its brackets. */
export function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon > host.lastIndexOf(']') ? host.slice(0, colon) : host;
}

function compileQueryString(
  values: readonly { readonly key?: string; readonly value: string }[],
): CompiledCondition {
  const pairs = values.map((pair) => ({
    key: pair.key === undefined ? undefined : compileWildcard(pair.key, true),
    value: compileWildcard(pair.value, true),
  }));
  return (subject) => {
    const query = queryOf(subject.pathAndQuery);
    if (query === '') return false;
    for (const [key, value] of new URLSearchParams(query)) {
      const lowerKey = key.toLowerCase();
      const lowerValue = value.toLowerCase();
      if (pairs.some((pair) => (pair.key === undefined || pair.key(lowerKey)) && pair.value(lowerValue)))
        return true;
    }
    return false;
  };
}
