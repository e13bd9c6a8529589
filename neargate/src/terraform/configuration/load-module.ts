import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Block, Body } from '../../hcl/ast.ts';
import type { Span } from '../../hcl/source.ts';
import { rangeText, toSourceRange } from '../../hcl/source.ts';
import { resourceText } from '../addresses/resource-address.ts';
import { readContent } from './body-content.ts';
import { overrideBody } from './body-parts.ts';
import { readCheckRules } from './check-rules.ts';
import { literalString } from './literal.ts';
import { readModuleCall } from './module-block.ts';
import type {
  CheckBlock,
  ModuleCall,
  ModuleConfiguration,
  MovedBlock,
  OutputConfiguration,
  ProviderConfiguration,
  ProviderRequirement,
  RemovedBlock,
  ResourceConfiguration,
  VariableConfiguration,
} from './module-configuration.ts';
import { providerKey } from './module-configuration.ts';
import { readOutput } from './output-block.ts';
import { readProvider, readRequirements } from './provider-blocks.ts';
import { readMoved, readRemoved, refuseImport } from './refactoring-blocks.ts';
import { readResource } from './resource-block.ts';
import type { ModuleFiles } from './source-files.ts';
import { readVariable } from './variable-block.ts';

const rootBlocks = {
  terraform: [],
  locals: [],
  variable: ['name'],
  output: ['name'],
  module: ['name'],
  provider: ['name'],
  resource: ['type', 'name'],
  data: ['type', 'name'],
  ephemeral: ['type', 'name'],
  moved: [],
  removed: [],
  import: [],
  check: ['name'],
} as const;

/** What the files of a module declare, without the place of the module and the modules it calls. */
export type ModuleDeclarations = Omit<
  ModuleConfiguration,
  'path' | 'directory' | 'relativeDirectory' | 'children'
>;

/** Reads the declarations of a module from its parsed files. */
export function readDeclarations(files: ModuleFiles, diagnostics: Diagnostic[]): ModuleDeclarations {
  const reader = new DeclarationReader(diagnostics);
  for (const block of mergedBlocks(files, diagnostics)) reader.read(block);
  return reader.declarations;
}

class DeclarationReader {
  private readonly diagnostics: Diagnostic[];
  private readonly variables = new Map<string, VariableConfiguration>();
  private readonly locals = new Map<string, Attribute>();
  private readonly outputs = new Map<string, OutputConfiguration>();
  private readonly moduleCalls = new Map<string, ModuleCall>();
  private readonly resources = new Map<string, ResourceConfiguration>();
  private readonly providers = new Map<string, ProviderConfiguration>();
  private readonly providerRequirements = new Map<string, ProviderRequirement>();
  private readonly requiredVersions: { constraint: string; span: Span }[] = [];
  private backend: { type: string; span: Span } | undefined;
  private readonly moved: MovedBlock[] = [];
  private readonly removed: RemovedBlock[] = [];
  private readonly checks: CheckBlock[] = [];

  constructor(diagnostics: Diagnostic[]) {
    this.diagnostics = diagnostics;
  }

  get declarations(): ModuleDeclarations {
    return {
      variables: this.variables,
      locals: this.locals,
      outputs: this.outputs,
      moduleCalls: this.moduleCalls,
      resources: this.resources,
      providers: this.providers,
      providerRequirements: this.providerRequirements,
      requiredVersions: this.requiredVersions,
      backend: this.backend,
      moved: this.moved,
      removed: this.removed,
      checks: this.checks,
    };
  }

  read(block: Block): void {
    switch (block.type as keyof typeof rootBlocks) {
      case 'variable':
        return this.add(this.variables, 'variable', readVariable(block, this.diagnostics), block);
      case 'output':
        return this.add(this.outputs, 'output', readOutput(block, this.diagnostics), block);
      case 'module':
        return this.add(this.moduleCalls, 'module call', readModuleCall(block, this.diagnostics), block);
      case 'resource':
        return this.addResource(readResource(block, 'managed', this.diagnostics), block.labelSpans[1]);
      case 'data':
        return this.addResource(readResource(block, 'data', this.diagnostics), block.labelSpans[1]);
      case 'provider':
        return this.addProvider(readProvider(block, this.diagnostics));
      case 'terraform':
        return this.readTerraform(block);
      case 'locals':
        return this.readLocals(block);
      case 'check':
        return this.readCheck(block);
      case 'moved': {
        const moved = readMoved(block, this.diagnostics);
        if (moved !== undefined) this.moved.push(moved);
        return;
      }
      case 'removed': {
        const removed = readRemoved(block, this.diagnostics);
        if (removed !== undefined) this.removed.push(removed);
        return;
      }
      case 'import':
        this.diagnostics.push(refuseImport(block));
        return;
      case 'ephemeral':
        this.diagnostics.push(
          errorDiagnostic(
            'Ephemeral resources are not supported',
            'Neargate does not open ephemeral resources yet. Use a data source that reads the same value.',
            toSourceRange(block.headerSpan),
          ),
        );
    }
  }

  private add<Item extends { readonly name: string; readonly span: Span }>(
    items: Map<string, Item>,
    kind: string,
    item: Item | undefined,
    block: Block,
  ): void {
    if (item === undefined) return;
    this.checkName(item.name, kind, block.labelSpans[0] ?? item.span);
    const first = items.get(item.name);
    if (first === undefined) items.set(item.name, item);
    else this.reportDuplicate(kind, item.name, first.span, item.span);
  }

  private addResource(resource: ResourceConfiguration, nameSpan: Span | undefined): void {
    const { mode, type, name } = resource.address;
    this.checkName(name, mode === 'data' ? 'data source' : 'resource', nameSpan ?? resource.span);
    const key = resourceText(resource.address);
    const first = this.resources.get(key);
    if (first === undefined) {
      this.resources.set(key, resource);
      return;
    }
    const kind = mode === 'data' ? 'data' : 'resource';
    this.diagnostics.push(
      errorDiagnostic(
        `Duplicate ${kind} "${type}" configuration`,
        `A ${type} ${kind === 'data' ? 'data resource' : 'resource'} named "${name}" was already declared at ${place(first.span)}. Resource names must be unique per type in each module.`,
        toSourceRange(resource.span),
      ),
    );
  }

  private addProvider(provider: ProviderConfiguration): void {
    const key = providerKey(provider.localName, provider.alias);
    const first = this.providers.get(key);
    if (first === undefined) {
      this.providers.set(key, provider);
      return;
    }
    this.diagnostics.push(
      errorDiagnostic(
        'Duplicate provider configuration',
        provider.alias === undefined
          ? `A default (non-aliased) provider configuration for "${provider.localName}" was already given at ${place(first.span)}. If multiple configurations are required, set the "alias" argument for alternative configurations.`
          : `A provider configuration for "${provider.localName}" with alias "${provider.alias}" was already given at ${place(first.span)}. Each configuration for the same provider must have a distinct alias.`,
        toSourceRange(provider.span),
      ),
    );
  }

  private readLocals(block: Block): void {
    const { body } = block;
    const names = [...body.attributes.keys()];
    for (const attribute of readContent(body, { optional: names }, this.diagnostics).attributes.values()) {
      const first = this.locals.get(attribute.name);
      if (first === undefined) {
        this.locals.set(attribute.name, attribute);
        continue;
      }
      this.diagnostics.push(
        errorDiagnostic(
          'Duplicate local value definition',
          `A local value named "${attribute.name}" was already defined at ${place(first.span)}. Local value names must be unique within a module.`,
          toSourceRange(attribute.span),
        ),
      );
    }
  }

  private readTerraform(block: Block): void {
    const { attributes, blocks } = readContent(
      block.body,
      {
        optional: ['required_version', 'experiments', 'language'],
        blocks: { required_providers: [], backend: ['type'], cloud: [], provider_meta: ['provider'] },
      },
      this.diagnostics,
    );
    const required = attributes.get('required_version');
    const constraint = literalString(required, this.diagnostics);
    if (required !== undefined && constraint !== undefined) {
      this.requiredVersions.push({ constraint, span: required.expression.span });
    }
    for (const inner of blocks) {
      if (inner.type === 'required_providers') {
        for (const [name, requirement] of readRequirements(inner, this.diagnostics)) {
          this.providerRequirements.set(name, requirement);
        }
      } else if (inner.type === 'backend' || inner.type === 'cloud') {
        this.backend = { type: inner.labels[0] ?? 'cloud', span: inner.headerSpan };
      }
    }
  }

  private readCheck(block: Block): void {
    const { blocks } = readContent(
      block.body,
      { blocks: { assert: [], data: ['type', 'name'] } },
      this.diagnostics,
    );
    const name = block.labels[0] ?? '';
    for (const inner of blocks) {
      if (inner.type === 'data') {
        const resource = { ...readResource(inner, 'data', this.diagnostics), insideCheck: name };
        this.addResource(resource, inner.labelSpans[1]);
      }
    }
    const assertions = readCheckRules(
      blocks.filter((inner) => inner.type === 'assert'),
      this.diagnostics,
    );
    this.checks.push({ name, assertions, span: block.headerSpan });
  }

  private checkName(name: string, kind: string, span: Span): void {
    if (/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name)) return;
    this.diagnostics.push(
      errorDiagnostic(
        `Invalid ${kind} name`,
        'A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.',
        toSourceRange(span),
      ),
    );
  }

  private reportDuplicate(kind: string, name: string, first: Span, second: Span): void {
    const texts: Readonly<Record<string, readonly [summary: string, detail: string]>> = {
      variable: [
        'Duplicate variable declaration',
        `A variable named "${name}" was already declared at ${place(first)}. Variable names must be unique within a module.`,
      ],
      output: [
        'Duplicate output definition',
        `An output named "${name}" was already defined at ${place(first)}. Output names must be unique within a module.`,
      ],
      'module call': [
        'Duplicate module call',
        `A module call named "${name}" was already defined at ${place(first)}. Module calls must have unique names within a module.`,
      ],
    };
    const [summary, detail] = texts[kind] ?? [`Duplicate ${kind}`, ''];
    this.diagnostics.push(errorDiagnostic(summary, detail, toSourceRange(second)));
  }
}

/** Where something is, as messages name it: `main.tf:3,1-20`. */
function place(span: Span): string {
  return rangeText(toSourceRange(span));
}

function mergedBlocks(files: ModuleFiles, diagnostics: Diagnostic[]): readonly Block[] {
  const read = (body: Body) => readContent(body, { blocks: rootBlocks }, diagnostics).blocks;
  const blocks = files.primary.flatMap(read);
  for (const override of files.overrides.flatMap(read)) {
    if (override.type === 'locals') {
      overrideLocals(blocks, override);
      continue;
    }
    const label = override.labels.join('.');
    const alias = override.type === 'provider' ? aliasOf(override) : undefined;
    const index = blocks.findIndex(
      (block) =>
        block.type === override.type &&
        block.labels.join('.') === label &&
        (block.type !== 'provider' || aliasOf(block) === alias),
    );
    const base = blocks[index];
    if (base !== undefined) {
      blocks[index] = { ...base, body: overrideBody(base.body, override.body) };
    } else if (override.type === 'terraform' || override.type === 'provider') {
      blocks.push(override);
    } else {
      diagnostics.push(
        errorDiagnostic(
          `Missing base ${override.type} declaration to override`,
          `There is no ${override.type} named "${label}". An override file can only override a ${override.type} that was already declared in a primary configuration file.`,
          toSourceRange(override.headerSpan),
        ),
      );
    }
  }
  return blocks;
}

function overrideLocals(blocks: Block[], override: Block): void {
  for (const [index, block] of blocks.entries()) {
    if (block.type !== 'locals') continue;
    const attributes = new Map(
      [...block.body.attributes].map(([name, attribute]) => [
        name,
        override.body.attributes.get(name) ?? attribute,
      ]),
    );
    blocks[index] = { ...block, body: { ...block.body, attributes } };
  }
}

function aliasOf(block: Block): string | undefined {
  return literalString(block.body.attributes.get('alias'), []);
}
