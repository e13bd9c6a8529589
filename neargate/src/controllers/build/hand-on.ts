import type { PreparedBuild, ProvisionedBuild } from './prepare-build.ts';
import { recordReports } from './record-reports.ts';
import { uploadArtifacts } from './upload-artifacts.ts';

/**
 * The work of UPLOAD_ARTIFACTS: exported variables, reports, artifacts.
 * @throws PhaseFailure when an artifact cannot be made
 */
export async function handOn(build: ProvisionedBuild, prepared: PreparedBuild): Promise<void> {
  const { record, log } = build;
  const { spec, sourceDirectory, commands } = prepared;
  const context = build.environment.contextOf(build.scope);
  const say = (line: string) => log.say(line);
  await exportVariables(build, prepared);
  recordReports({ context, record, spec, sourceDirectory, say });
  record.observe(
    await uploadArtifacts({
      context,
      row: record.row(),
      spec,
      sourceDirectory,
      say,
      expand: async (text) => commands.expand(text),
    }),
  );
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables */
async function exportVariables(
  { record }: ProvisionedBuild,
  { spec, commands, notExportable }: PreparedBuild,
): Promise<void> {
  const names = spec.exportedVariables.filter(
    (name) => !notExportable.includes(name) && !name.startsWith('AWS_'),
  );
  if (names.length === 0) return;
  const values = await commands.valuesOf(names);
  record.observe({
    exportedEnvironmentVariables: Object.entries(values).map(([name, value]) => ({ name, value })),
  });
}
