/** What to run, as the command line says it. */
export interface RunRequest {
  readonly action: 'plan' | 'apply' | 'destroy' | 'output';
  /** The root module. */
  readonly directory: string;
  /** `name=value` of -var and paths of -var-file, in their order. */
  readonly variables: readonly { readonly kind: 'value' | 'file'; readonly text: string }[];
  /** The caller's TF_VAR_ variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly targets?: readonly string[];
  readonly replace?: readonly string[];
  readonly workspace?: string;
  readonly color: boolean;
  /** Columns to wrap text to. */
  readonly width: number;
  /** Of `output`. */
  readonly format?: 'text' | 'json' | 'raw';
  readonly outputName?: string;
  /** Of `plan`: exit code 2 when there are changes. */
  readonly detailedExitCode?: boolean;
}
