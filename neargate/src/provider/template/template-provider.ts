import { createHash } from 'node:crypto';
import { systemClock } from '../../core/clock.ts';
import { mapValue, stringValue } from '../../hcl/values.ts';
import { stringType } from '../../hcl/types.ts';
import type { Provider } from '../../terraform/provider.ts';
import { terraformFunctions } from '../../terraform/functions/functions.ts';
import { renderText } from '../../terraform/functions/templates.ts';
import { requiredText, textMapOf } from '../arguments.ts';

export interface TemplateClient {
  /** Where relative paths of filesystem functions in a template begin. */
  readonly workingDirectory: string;
}

/**
 * `hashicorp/template`, which `templatefile` has long replaced and many configurations still use.
 * https://registry.terraform.io/providers/hashicorp/template/latest/docs/data-sources/file
 */
export function templateProvider(workingDirectory: string = process.cwd()): Provider<TemplateClient> {
  return {
    name: 'template',
    source: 'hashicorp/template',
    configuration: { attributes: {} },
    configure: async () => ({ workingDirectory }),
    resourceTypes: {},
    dataSources: {
      template_file: {
        schema: {
          attributes: {
            filename: {
              type: 'string',
              optional: true,
              deprecated: "Use the 'template' attribute with the 'file' function instead.",
            },
            rendered: { type: 'string', computed: true },
            template: { type: 'string', required: true },
            vars: { type: 'map(string)', optional: true },
          },
        },
        async read(config, { client }) {
          const variables = Object.entries(textMapOf(config, 'vars')).map(
            ([name, text]) => [name, stringValue(text)] as const,
          );
          const functions = terraformFunctions({
            baseDirectory: client.workingDirectory,
            now: () => systemClock.now(),
            planTimestampMs: undefined,
            impureUnknown: false,
          });
          const rendered = renderText(
            requiredText(config, 'template'),
            mapValue(new Map(variables), stringType),
            functions,
          );
          return { ...config, rendered, id: createHash('sha256').update(rendered).digest('hex') };
        },
      },
    },
  };
}
