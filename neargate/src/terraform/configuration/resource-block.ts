import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Block } from '../../hcl/ast.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { ResourceMode } from '../addresses/resource-address.ts';
import { readContent } from './body-content.ts';
import { bodyWithout } from './body-parts.ts';
import { readCheckRules } from './check-rules.ts';
import { keyword, literalBool, referenceList } from './literal.ts';
import type {
  Lifecycle,
  ProviderReference,
  ProvisionerConfiguration,
  ResourceConfiguration,
} from './module-configuration.ts';
import { readProviderReference } from './provider-blocks.ts';
import { readRepetition } from './repetition.ts';

const metaArguments = new Set(['count', 'for_each', 'depends_on', 'provider']);
/** `timeouts` belongs to the provider's schema in Terraform; here every type takes it, and waiting is the provider's matter. */
const metaBlocks = new Set(['lifecycle', 'connection', 'provisioner', 'timeouts']);

const noLifecycle: Lifecycle = {
  createBeforeDestroy: undefined,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
};

/** Reads a `resource` or `data` block. */
export function readResource(
  block: Block,
  mode: ResourceMode,
  diagnostics: Diagnostic[],
): ResourceConfiguration {
  const { attributes, blocks } = block.body;
  const [type = '', name = ''] = block.labels;
  const lifecycles = blocks.filter((inner) => inner.type === 'lifecycle');
  const [lifecycle, duplicate] = lifecycles;
  if (duplicate !== undefined) {
    diagnostics.push(
      errorDiagnostic(
        'Duplicate lifecycle block',
        'This resource already has a lifecycle block.',
        toSourceRange(duplicate.headerSpan),
      ),
    );
  }
  return {
    address: { mode, type, name },
    body: bodyWithout(block.body, metaArguments, metaBlocks),
    repetition: readRepetition(attributes, diagnostics),
    dependsOn: referenceList(attributes.get('depends_on'), diagnostics),
    provider: readProviderArgument(attributes.get('provider'), block, diagnostics),
    lifecycle: lifecycle === undefined ? noLifecycle : readLifecycle(lifecycle, mode, diagnostics),
    provisioners: readProvisioners(blocks, mode, diagnostics),
    block,
    span: block.headerSpan,
  };
}

function readProviderArgument(
  attribute: Attribute | undefined,
  block: Block,
  diagnostics: Diagnostic[],
): ProviderReference {
  const type = block.labels[0] ?? '';
  const implied = {
    localName:
      type === 'terraform_data' || type === 'terraform_remote_state' ? 'terraform' : providerPrefix(type),
    alias: undefined,
    span: block.headerSpan,
  };
  if (attribute === undefined) return implied;
  const reference = readProviderReference(attribute.expression);
  if (reference !== undefined) return reference;
  diagnostics.push(
    errorDiagnostic(
      'Invalid provider configuration reference',
      'The provider argument requires a provider type name, optionally followed by a period and then a configuration alias.',
      toSourceRange(attribute.expression.span),
    ),
  );
  return implied;
}

/** A type belongs to the provider that its name begins with. */
function providerPrefix(type: string): string {
  const underscore = type.indexOf('_');
  return underscore === -1 ? type : type.slice(0, underscore);
}

function readLifecycle(block: Block, mode: ResourceMode, diagnostics: Diagnostic[]): Lifecycle {
  const { attributes, blocks } = readContent(
    block.body,
    {
      optional:
        mode === 'managed'
          ? ['create_before_destroy', 'prevent_destroy', 'ignore_changes', 'replace_triggered_by']
          : [],
      blocks: { precondition: [], postcondition: [] },
    },
    diagnostics,
  );
  const ignored = attributes.get('ignore_changes');
  const all = keyword(ignored) === 'all' || keyword(ignored)?.replaceAll(/[[\]\s]/g, '') === '*';
  return {
    createBeforeDestroy: literalBool(attributes.get('create_before_destroy'), diagnostics),
    preventDestroy: literalBool(attributes.get('prevent_destroy'), diagnostics) ?? false,
    ignoreChanges: all ? 'all' : referenceList(ignored, diagnostics),
    replaceTriggeredBy: referenceList(attributes.get('replace_triggered_by'), diagnostics),
    preconditions: readCheckRules(
      blocks.filter((inner) => inner.type === 'precondition'),
      diagnostics,
    ),
    postconditions: readCheckRules(
      blocks.filter((inner) => inner.type === 'postcondition'),
      diagnostics,
    ),
  };
}

function readProvisioners(
  blocks: readonly Block[],
  mode: ResourceMode,
  diagnostics: Diagnostic[],
): ProvisionerConfiguration[] {
  return blocks
    .filter((block) => block.type === 'provisioner')
    .flatMap((block): ProvisionerConfiguration[] => {
      if (mode === 'data' || block.labels.length !== 1) {
        diagnostics.push(
          errorDiagnostic(
            'Invalid provisioner block',
            'A provisioner block belongs into a resource block and has one label, its type.',
            toSourceRange(block.headerSpan),
          ),
        );
        return [];
      }
      const type = block.labels[0] ?? '';
      if (type !== 'local-exec') {
        diagnostics.push(
          warningDiagnostic(
            'Provisioner is not run',
            `Neargate runs local-exec provisioners only; this ${type} provisioner is skipped, as there is no machine to connect to.`,
            toSourceRange(block.headerSpan),
          ),
        );
      }
      return [
        {
          type,
          when: keyword(block.body.attributes.get('when')) === 'destroy' ? 'destroy' : 'create',
          onFailure: keyword(block.body.attributes.get('on_failure')) === 'continue' ? 'continue' : 'fail',
          body: bodyWithout(block.body, new Set(['when', 'on_failure']), new Set(['connection'])),
          span: block.headerSpan,
        },
      ];
    });
}
