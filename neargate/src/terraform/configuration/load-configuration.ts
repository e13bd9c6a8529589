import path from 'node:path';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { ModulePath } from '../addresses/module-address.ts';
import { readDeclarations } from './load-module.ts';
import type { ModuleCall, ModuleConfiguration } from './module-configuration.ts';
import type { SourceTexts } from './source-files.ts';
import { readModuleFiles } from './source-files.ts';
import { satisfiesVersion } from './version-constraints.ts';

/** The version of Terraform whose language this engine follows and is compared with. */
export const terraformVersion = '1.11.4';

export interface LoadedConfiguration {
  /** Undefined when the directory does not exist or holds no configuration. */
  readonly root: ModuleConfiguration | undefined;
  /** Source texts by the file name that diagnostics show. */
  readonly sources: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the configuration in a directory and every local module it calls, to any depth. */
export function loadConfiguration(directory: string): LoadedConfiguration {
  const sources: SourceTexts = new Map();
  const diagnostics: Diagnostic[] = [];
  const loader = { rootDirectory: path.resolve(directory), sources, diagnostics };
  const files = readModuleFiles(loader.rootDirectory, '.', sources, diagnostics);
  if (files === undefined || files.primary.length + files.overrides.length === 0) {
    diagnostics.push(
      errorDiagnostic(
        'No configuration files',
        files === undefined
          ? `There is no directory ${directory}.`
          : `The directory ${directory} contains no Terraform configuration files.`,
      ),
    );
    return { root: undefined, sources, diagnostics };
  }
  const declarations = readDeclarations(files, diagnostics);
  const root = withChildren(loader, declarations, [], loader.rootDirectory, [loader.rootDirectory]);
  if (root.backend !== undefined) diagnostics.push(backendNotice(root.backend));
  return { root, sources, diagnostics };
}

/** A root module that declares nothing: what is destroyed needs no configuration. */
export function emptyConfiguration(directory: string): ModuleConfiguration {
  const declarations = readDeclarations({ primary: [], overrides: [] }, []);
  return { ...declarations, path: [], directory, relativeDirectory: '.', children: new Map() };
}

interface Loader {
  readonly rootDirectory: string;
  readonly sources: SourceTexts;
  readonly diagnostics: Diagnostic[];
}

function withChildren(
  loader: Loader,
  declarations: ReturnType<typeof readDeclarations>,
  modulePath: ModulePath,
  directory: string,
  callers: readonly string[],
): ModuleConfiguration {
  checkVersions(declarations.requiredVersions, loader.diagnostics);
  const children = new Map<string, ModuleConfiguration>();
  for (const call of declarations.moduleCalls.values()) {
    const child = loadChild(loader, call, [...modulePath, call.name], directory, callers);
    if (child !== undefined) children.set(call.name, child);
  }
  return {
    ...declarations,
    path: modulePath,
    directory,
    relativeDirectory: relativeTo(loader.rootDirectory, directory),
    children,
  };
}

function loadChild(
  loader: Loader,
  call: ModuleCall,
  modulePath: ModulePath,
  parentDirectory: string,
  callers: readonly string[],
): ModuleConfiguration | undefined {
  const subject = toSourceRange(call.span);
  const refuse = (summary: string, detail: string) => {
    loader.diagnostics.push(errorDiagnostic(summary, detail, subject));
    return undefined;
  };
  if (!/^\.\.?(\/|$)/.test(call.source)) {
    return refuse(
      'Module is not local',
      `Module "${call.name}" comes from "${call.source}", which Neargate does not download. Copy the module into this repository and call it by its path, such as "./modules/${call.name}".`,
    );
  }
  const directory = path.resolve(parentDirectory, call.source);
  if (callers.includes(directory)) {
    return refuse(
      'Module calls itself',
      `Module "${call.name}" has the source "${call.source}", which is the directory of a module that calls it. A module cannot contain itself.`,
    );
  }
  const files = readModuleFiles(
    directory,
    relativeTo(loader.rootDirectory, directory),
    loader.sources,
    loader.diagnostics,
  );
  if (files === undefined || files.primary.length === 0) {
    return refuse(
      'Unreadable module directory',
      files === undefined
        ? `The directory ${directory} that module "${call.name}" names as its source ("${call.source}") does not exist. Module sources are relative to the calling module's directory.`
        : `The directory ${directory} that module "${call.name}" names as its source ("${call.source}") contains no .tf files.`,
    );
  }
  const declarations = readDeclarations(files, loader.diagnostics);
  return withChildren(loader, declarations, modulePath, directory, [...callers, directory]);
}

function checkVersions(required: ModuleConfiguration['requiredVersions'], diagnostics: Diagnostic[]): void {
  for (const { constraint, span } of required) {
    const satisfied = satisfiesVersion(terraformVersion, constraint);
    if (satisfied === true) continue;
    diagnostics.push(
      satisfied === undefined
        ? errorDiagnostic(
            'Invalid version constraint',
            'This string does not use correct version constraint syntax.',
            toSourceRange(span),
          )
        : warningDiagnostic(
            'Unsupported Terraform Core version',
            `This configuration asks for Terraform ${constraint}. Neargate follows the language of Terraform ${terraformVersion} and goes on; what other versions do differently is not reproduced.`,
            toSourceRange(span),
          ),
    );
  }
}

function backendNotice(backend: NonNullable<ModuleConfiguration['backend']>): Diagnostic {
  return warningDiagnostic(
    'Backend is not used',
    `The ${backend.type} backend holds the state of the deployment on AWS. Neargate keeps the state of the local one itself and leaves the backend alone.`,
    toSourceRange(backend.span),
  );
}

function relativeTo(root: string, directory: string): string {
  const relative = path.relative(root, directory).split(path.sep).join('/');
  return relative === '' ? '.' : relative;
}
