/**
 * What the shell of a build runs: it reads names of scripts from file descriptor 3 and sources one after the other, so that the
 * directory, variables and functions last from command to command. After each it writes `MARK:STATUS;` to its output; when a
 * command ends the shell itself (`exit 1`), `MARK:STATUS!`. What the next shell needs to go on is saved before each mark; a
 * POSIX shell other than bash cannot save its functions.
 */
export function shellProgram(options: { readonly directory: string; readonly mark: string }): string {
  const directory = quoted(options.directory);
  return `exec 9<&3 3<&- 8>&1 2>&1
__neargate_save() {
  if [ -n "\${BASH_VERSION-}" ]; then { declare -p; declare -f; }; else set; export -p; fi > ${directory}/state
  pwd > ${directory}/cwd
}
if [ -f ${directory}/state ]; then
  . ${directory}/state > /dev/null 2>&1
  cd "$(cat ${directory}/cwd)"
fi
trap '__neargate_status=$?; { set +eux; __neargate_save; } 2> /dev/null; printf "%s:%s!" ${options.mark} "$__neargate_status" >&8' EXIT
while IFS= read -r __neargate_script <&9; do
  . "$__neargate_script" 9<&-
  { __neargate_status=$?; set +eux; exec 1>&8 2>&8; } 2> /dev/null
  __neargate_save
  printf '%s:%s;' ${options.mark} "$__neargate_status" >&8
done
`;
}

/** The text as one word of a shell command. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
