import type { RuleTransform } from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from './errors.ts';
import { checkRegularExpression } from './regular-expressions.ts';

const maxLength = 1024;

/**
 * Checks a rule's transforms: at most one of each type, each with exactly one rewrite.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
export function checkedTransforms(transforms: readonly RuleTransform[]): RuleTransform[] {
  const seen = new Set<string>();
  return transforms.map((transform) => {
    const type = transform.Type ?? '';
    if (seen.has(type)) throw validationError(`A rule can only have one '${type}' transform`);
    seen.add(type);
    const other = type === 'url-rewrite' ? transform.HostHeaderRewriteConfig : transform.UrlRewriteConfig;
    if (other !== undefined) {
      throw validationError(`A transform of type '${type}' has the configuration of another type`);
    }
    switch (type) {
      case 'host-header-rewrite':
        return {
          Type: type,
          HostHeaderRewriteConfig: checkedConfig(type, transform.HostHeaderRewriteConfig),
        };
      case 'url-rewrite':
        return { Type: type, UrlRewriteConfig: checkedConfig(type, transform.UrlRewriteConfig) };
      default:
        throw validationError(`Transform type '${type}' must be one of '[host-header-rewrite, url-rewrite]'`);
    }
  });
}

function checkedConfig(type: string, config: RuleTransform['UrlRewriteConfig']) {
  const [rewrite, ...more] = config?.Rewrites ?? [];
  if (rewrite === undefined || more.length > 0) {
    throw validationError(`A '${type}' transform must have exactly one rewrite`);
  }
  const { Regex = '', Replace = '' } = rewrite;
  checkRegularExpression(`the '${type}' transform`, Regex, maxLength);
  if (Replace.length > maxLength) {
    throw validationError(
      `The replacement of the '${type}' transform can have at most '${maxLength}' characters`,
    );
  }
  return { Rewrites: [{ Regex, Replace }] };
}
