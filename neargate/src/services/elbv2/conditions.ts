import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { formatIpv4Cidr, parseIpv4Cidr } from '../../network/ipv4.ts';
import { validationError } from './errors.ts';
import { accountLimits } from './limits.ts';
import { checkRegularExpression } from './regular-expressions.ts';

const maxValuesPerRule = accountLimits['condition-values-per-alb-rule'];
const maxWildcardsPerRule = accountLimits['condition-wildcards-per-alb-rule'];
const maxValueLength = 128;
const maxHeaderNameLength = 40;
/** A rule can have one of each of these; headers and query strings may repeat. */
const singleFields = new Set(['host-header', 'path-pattern', 'http-request-method', 'source-ip']);

/**
 * Checks a rule's conditions and gives them as AWS shows them: with their typed configuration, and `Values` too for hosts and
 * paths. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function checkedConditions(conditions: readonly RuleCondition[]): RuleCondition[] {
  if (conditions.length === 0) throw validationError('A condition must be specified');
  const seen = new Set<string>();
  const checked = conditions.map((condition) => {
    const field = condition.Field ?? '';
    if (singleFields.has(field) && seen.has(field)) {
      throw validationError(`A rule can only have one '${field}' condition`);
    }
    seen.add(field);
    return checkedCondition(field, condition);
  });
  const values = checked.flatMap(valuesOf);
  if (values.length > maxValuesPerRule) {
    throw validationError(`A rule can only have '${maxValuesPerRule}' condition values`);
  }
  const wildcards = checked.reduce((sum, condition) => sum + wildcardsIn(condition), 0);
  if (wildcards > maxWildcardsPerRule) {
    throw validationError(`A rule can only have '${maxWildcardsPerRule}' condition wildcards`);
  }
  return checked;
}

function checkedCondition(field: string, condition: RuleCondition): RuleCondition {
  switch (field) {
    case 'host-header': {
      const { values, regexValues } = alternatives(field, condition, condition.HostHeaderConfig);
      for (const value of values) {
        // Letters only after the last dot, or wildcards in their place.
        const isHost = /^[A-Za-z0-9\-_.*?]+$/.test(value) && /\.[A-Za-z*?]+$/.test(value);
        if (value.length > maxValueLength || !isHost) throw badValue(field, value);
      }
      return regexValues === undefined
        ? { Field: field, Values: values, HostHeaderConfig: { Values: values } }
        : { Field: field, HostHeaderConfig: { RegexValues: regexValues } };
    }
    case 'path-pattern': {
      const { values, regexValues } = alternatives(field, condition, condition.PathPatternConfig);
      for (const value of values) {
        if (value.length > maxValueLength || !/^[A-Za-z0-9_\-.$/~"'@:+&()!,;=%*?]+$/.test(value)) {
          throw badValue(field, value);
        }
      }
      return regexValues === undefined
        ? { Field: field, Values: values, PathPatternConfig: { Values: values } }
        : { Field: field, PathPatternConfig: { RegexValues: regexValues } };
    }
    case 'http-header': {
      const name = condition.HttpHeaderConfig?.HttpHeaderName ?? '';
      if (name === '' || name.length > maxHeaderNameLength || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
        throw validationError(`The HTTP header name '${name}' is not valid`);
      }
      if (name.toLowerCase() === 'host') {
        throw validationError("Use a 'host-header' condition to match the Host header");
      }
      const { values, regexValues } = alternatives(field, condition, condition.HttpHeaderConfig);
      for (const value of values) {
        if (value === '' || value.length > maxValueLength) throw badValue(field, value);
      }
      const chosen = regexValues === undefined ? { Values: values } : { RegexValues: regexValues };
      return { Field: field, HttpHeaderConfig: { HttpHeaderName: name, ...chosen } };
    }
    case 'http-request-method': {
      const values = someValues(field, condition.HttpRequestMethodConfig?.Values);
      for (const value of values) if (!/^[A-Z_-]{1,40}$/.test(value)) throw badValue(field, value);
      return { Field: field, HttpRequestMethodConfig: { Values: values } };
    }
    case 'query-string': {
      const pairs = condition.QueryStringConfig?.Values ?? [];
      if (pairs.length === 0) throw noValues(field);
      for (const { Key = '', Value = '' } of pairs) {
        if (Value === '' || Value.length > maxValueLength || Key.length > maxValueLength) {
          throw badValue(field, Value);
        }
      }
      return { Field: field, QueryStringConfig: { Values: pairs } };
    }
    case 'source-ip': {
      const values = someValues(field, condition.SourceIpConfig?.Values);
      for (const value of values) {
        const network = parseIpv4Cidr(value);
        const isIpv6 = /^[0-9a-f:]+\/\d{1,3}$/i.test(value) && value.includes(':');
        if (!isIpv6 && (network === undefined || formatIpv4Cidr(network) !== value)) {
          throw badValue(field, value);
        }
      }
      return { Field: field, SourceIpConfig: { Values: values } };
    }
    default:
      throw validationError(
        `Condition field '${field}' must be one of '[path-pattern, host-header, http-header, http-request-method, query-string, source-ip]'`,
      );
  }
}

/** A condition has values or regular expressions; hosts and paths may have them outside of their configuration too. */
function alternatives(
  field: string,
  condition: RuleCondition,
  config: { Values?: string[] | undefined; RegexValues?: string[] | undefined } | undefined,
): { values: string[]; regexValues: string[] | undefined } {
  const regexValues = config?.RegexValues ?? condition.RegexValues;
  const values = config?.Values ?? (field === 'http-header' ? undefined : condition.Values);
  if (regexValues === undefined || regexValues.length === 0) {
    return { values: someValues(field, values), regexValues: undefined };
  }
  if (values !== undefined && values.length > 0) {
    throw validationError(`A '${field}' condition can have either values or regular expressions`);
  }
  for (const source of regexValues) {
    checkRegularExpression(`the '${field}' condition`, source, maxValueLength);
  }
  return { values: [], regexValues: [...regexValues] };
}

/** What the quota of values counts. */
function valuesOf(condition: RuleCondition): string[] {
  return (
    condition.HostHeaderConfig?.RegexValues ??
    condition.PathPatternConfig?.RegexValues ??
    condition.HttpHeaderConfig?.RegexValues ??
    condition.Values ??
    condition.HttpHeaderConfig?.Values ??
    condition.HttpRequestMethodConfig?.Values ??
    condition.SourceIpConfig?.Values ??
    condition.QueryStringConfig?.Values?.map((pair) => `${pair.Key ?? ''}${pair.Value ?? ''}`) ??
    []
  );
}

/** Escaped ones are no wildcards; nor are those of methods, addresses and regular expressions. */
function wildcardsIn(condition: RuleCondition): number {
  const isWild = ['host-header', 'path-pattern', 'http-header', 'query-string'].includes(
    condition.Field ?? '',
  );
  const hasRegex =
    condition.HostHeaderConfig?.RegexValues ??
    condition.PathPatternConfig?.RegexValues ??
    condition.HttpHeaderConfig?.RegexValues;
  if (!isWild || hasRegex !== undefined) return 0;
  return (
    valuesOf(condition)
      .join(' ')
      .replaceAll(/\\[*?]/g, '')
      .match(/[*?]/g)?.length ?? 0
  );
}

function someValues(field: string, values: readonly string[] | undefined): string[] {
  if (values === undefined || values.length === 0) throw noValues(field);
  return [...values];
}

function noValues(field: string): Error {
  return validationError(`A value must be specified for the condition field '${field}'`);
}

function badValue(field: string, value: string): Error {
  return validationError(`Condition value '${value}' is not valid for the condition field '${field}'`);
}
