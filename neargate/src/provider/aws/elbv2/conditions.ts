import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, requiredText, textOf, textsOf } from '../../arguments.ts';

/** The conditions of a rule in the form ELBv2 takes; a block may hold several kinds, each of which is a condition. */
export function conditionsOf(blocks: readonly PlainObject[]): RuleCondition[] {
  return blocks.flatMap((block): RuleCondition[] => {
    const conditions: RuleCondition[] = [];
    const hosts = blockOf(block, 'host_header');
    if (hosts !== undefined) conditions.push({ Field: 'host-header', HostHeaderConfig: valuesOf(hosts) });
    const header = blockOf(block, 'http_header');
    if (header !== undefined) {
      conditions.push({
        Field: 'http-header',
        HttpHeaderConfig: { HttpHeaderName: requiredText(header, 'http_header_name'), ...valuesOf(header) },
      });
    }
    const method = blockOf(block, 'http_request_method');
    if (method !== undefined) {
      conditions.push({
        Field: 'http-request-method',
        HttpRequestMethodConfig: { Values: textsOf(method, 'values') },
      });
    }
    const paths = blockOf(block, 'path_pattern');
    if (paths !== undefined) conditions.push({ Field: 'path-pattern', PathPatternConfig: valuesOf(paths) });
    const query = blocksOf(block, 'query_string');
    if (query.length > 0) {
      conditions.push({
        Field: 'query-string',
        QueryStringConfig: {
          Values: query.map((pair) => ({ Key: textOf(pair, 'key'), Value: requiredText(pair, 'value') })),
        },
      });
    }
    const sources = blockOf(block, 'source_ip');
    if (sources !== undefined) {
      conditions.push({ Field: 'source-ip', SourceIpConfig: { Values: textsOf(sources, 'values') } });
    }
    return conditions;
  });
}

function valuesOf(block: PlainObject): { Values?: string[]; RegexValues?: string[] } {
  const regexValues = textsOf(block, 'regex_values');
  return regexValues.length > 0 ? { RegexValues: regexValues } : { Values: textsOf(block, 'values') };
}

/** The blocks that conditions stand for, one block each. */
export function blocksOfConditions(conditions: readonly RuleCondition[] | undefined): PlainObject[] {
  return (conditions ?? []).map((condition): PlainObject => {
    switch (condition.Field) {
      case 'host-header':
        return { host_header: [valueBlock(condition.HostHeaderConfig)] };
      case 'http-header':
        return {
          http_header: [
            {
              http_header_name: condition.HttpHeaderConfig?.HttpHeaderName ?? null,
              ...valueBlock(condition.HttpHeaderConfig),
            },
          ],
        };
      case 'http-request-method':
        return { http_request_method: [{ values: condition.HttpRequestMethodConfig?.Values ?? [] }] };
      case 'path-pattern':
        return { path_pattern: [valueBlock(condition.PathPatternConfig)] };
      case 'query-string':
        return {
          query_string: (condition.QueryStringConfig?.Values ?? []).map(({ Key, Value }) => ({
            key: Key ?? null,
            value: Value ?? null,
          })),
        };
      case 'source-ip':
        return { source_ip: [{ values: condition.SourceIpConfig?.Values ?? [] }] };
      default:
        return {};
    }
  });
}

function valueBlock(
  config: { Values?: string[] | undefined; RegexValues?: string[] | undefined } | undefined,
): PlainObject {
  return { values: config?.Values ?? null, regex_values: config?.RegexValues ?? null };
}
