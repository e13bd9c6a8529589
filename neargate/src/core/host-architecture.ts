/** This machine's processor by the name that images have for it (`GOARCH`): `amd64`, `arm64`. */
export function hostArchitecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
