/** What a buildspec says, checked. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
export interface Buildspec {
  readonly version: '0.1' | '0.2';
  /** Which shell runs the commands. */
  readonly shell: 'sh' | 'bash';
  readonly runAs?: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Names of parameters by variable. */
  readonly parameterStore: Readonly<Record<string, string>>;
  /** `secret-id:json-key:version-stage:version-id` by variable. */
  readonly secretsManager: Readonly<Record<string, string>>;
  readonly exportedVariables: readonly string[];
  readonly gitCredentialHelper: boolean;
  /** Those that are in the buildspec. */
  readonly phases: Readonly<Partial<Record<UserPhase, PhaseSpec>>>;
  readonly artifacts?: ArtifactSpec;
  /** By identifier. */
  readonly secondaryArtifacts: Readonly<Record<string, ArtifactSpec>>;
  readonly reports: readonly ReportSpec[];
  /** Paths to keep between builds. */
  readonly cachePaths: readonly string[];
  readonly warnings: readonly UnknownKeys[];
}

export const userPhases = ['INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD'] as const;

/** The phases that a buildspec can have commands for, in the order in which they run. */
export type UserPhase = (typeof userPhases)[number];

export interface CommandSpec {
  readonly text: string;
  /** Where it stands in the buildspec, from 1. */
  readonly line: number;
}

/** What happens when the phase fails. */
export type OnFailure =
  | { readonly kind: 'default' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'continue' }
  /** Runs the phase again, up to `limit` times, while the message of its failure matches `pattern`. */
  | { readonly kind: 'retry'; readonly limit: number; readonly pattern: string };

export interface PhaseSpec {
  readonly runAs?: string;
  readonly onFailure: OnFailure;
  /** Versions by name, such as `20` by `nodejs`. */
  readonly runtimeVersions: Readonly<Record<string, string>>;
  readonly commands: readonly CommandSpec[];
  readonly finally: readonly CommandSpec[];
}

export interface ArtifactSpec {
  readonly files: readonly string[];
  /** With shell expressions, evaluated when the artifact is made. */
  readonly name?: string;
  readonly discardPaths: boolean;
  /** May have wildcards. */
  readonly baseDirectory?: string;
  readonly excludePaths: readonly string[];
  readonly enableSymlinks: boolean;
  readonly s3Prefix?: string;
}

export const reportFormats = {
  CUCUMBERJSON: 'TEST',
  JUNITXML: 'TEST',
  NUNITXML: 'TEST',
  NUNIT3XML: 'TEST',
  TESTNGXML: 'TEST',
  VISUALSTUDIOTRX: 'TEST',
  CLOVERXML: 'CODE_COVERAGE',
  COBERTURAXML: 'CODE_COVERAGE',
  JACOCOXML: 'CODE_COVERAGE',
  SIMPLECOV: 'CODE_COVERAGE',
} as const;

export type ReportFormat = keyof typeof reportFormats;

export interface ReportSpec {
  /** The report group's name within the project, or its ARN. */
  readonly group: string;
  readonly files: readonly string[];
  readonly format: ReportFormat;
  readonly baseDirectory?: string;
  readonly discardPaths: boolean;
}

/** Keys that no part of AWS's reference knows: said in the log, as AWS does, and ignored. */
export interface UnknownKeys {
  readonly section: string;
  readonly keys: readonly string[];
}

/** The buildspec cannot be used. The message is that of CodeBuild's YAML_FILE_ERROR, with the line where there is one. */
export class BuildspecError extends Error {
  override readonly name = 'BuildspecError';
}
